using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using WebShell.App.Account.OpenId;
using WebShell.App.Account.Proxy;
using WebShell.Core.Access;
using WebShell.Core.Storage;

namespace WebShell.App.Account;

/// <summary>Signing in and out, and who the current user is. Everything needs a signed-in user unless it says otherwise.</summary>
internal static class PortalAccounts
{
    public static void AddPortalAccounts(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptionsWithValidateOnStart<SignInOptions, SignInOptionsValidator>().BindConfiguration(SignInOptions.Section);
        services.AddSingleton<IValidateOptions<SignInOptions>, SignInOptionsRules>();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        services.AddSingleton<IConfigureOptions<CookieAuthenticationOptions>, SignInTicket>();
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddDataProtection().SetApplicationName("WebShell");
        services.AddOptions<KeyManagementOptions>().Configure<DataDirectory, ILoggerFactory>((keys, data, loggers) =>
            keys.XmlRepository = new FileSystemXmlRepository(new DirectoryInfo(data.Folder("keys")), loggers));
        services.AddCascadingAuthenticationState();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<SignIns>();
        services.AddSingleton<SignInEnds>();
        services.AddSingleton<OneTimeSignIn>();
        services.AddSingleton<SignInAttempts>();
        services.AddSingleton<HalfSignIns>();
        services.AddSingleton<Doorway>();
        services.AddSingleton<MeansForm>();
        services.AddSingleton<SignInPages>();
        services.AddSingleton<SignInEndpoint>();
        services.AddSingleton<CodeEndpoint>();
        services.AddSingleton<InvitationEndpoint>();
        services.AddSingleton<PasskeyCeremonies>();
        services.AddSingleton<PasskeyEndpoint>();
        services.AddSingleton<PasswordEndpoint>();
        services.AddSingleton<AuthenticatorEndpoint>();
        services.AddSingleton<SignOutEndpoint>();
        services.AddOpenId();
        services.AddOptionsWithValidateOnStart<ProxySignInOptions>().BindConfiguration(ProxySignInOptions.Section);
        services.AddSingleton<IValidateOptions<ProxySignInOptions>, ProxySignInOptionsValidator>();
        services.AddSingleton<IValidateOptions<ProxySignInOptions>, ProxySignInOptionsRules>();
        services.AddSingleton<ProxyHeader>();
        services.AddSingleton<ProxyEndpoint>();
        services.AddScoped<MySignIns>();
        services.AddScoped<AuthenticationStateProvider, CircuitSignIn>();
        services.AddScoped<ICurrentUser, CurrentUser>();
        services.AddScoped<MyCredentials>();
    }

    public static void MapPortalAccounts(this WebApplication app)
    {
        MapDoor(app.MapGroup("").AllowAnonymous());
        MapOwn(app.MapGroup("").AddEndpointFilter<RequestUser>());
        app.MapPost(AccountPaths.SignOut, (SignOutEndpoint endpoint, HttpContext context) => endpoint.TakeAsync(context));
        // Being signed in is all it takes: the ticket is renewed on the way here (SignInTicket).
        app.MapPost(AccountPaths.Renew, () => Results.NoContent());
    }

    // Whoever comes: there is no user yet.
    private static void MapDoor(RouteGroupBuilder door)
    {
        door.AddEndpointFilter<DoorFaults>();
        door.MapGet(AccountPaths.SignIn, (SignInEndpoint endpoint, HttpContext context) => endpoint.ShowAsync(context));
        door.MapGet(AccountPaths.Oidc, (OidcEndpoint endpoint, HttpContext context) => endpoint.LeaveAsync(context));
        door.MapGet(AccountPaths.OidcCallback, (OidcEndpoint endpoint, HttpContext context) => endpoint.ReturnAsync(context));
        door.MapGet(AccountPaths.OidcFarewell, (OidcFarewell farewell, HttpContext context) => farewell.End(context));
        door.MapPost(AccountPaths.OidcBackChannel, (OidcBackChannel endpoint, HttpContext context) => endpoint.TakeAsync(context)).DisableAntiforgery();
        door.MapPost(AccountPaths.Proxy, (ProxyEndpoint endpoint, HttpContext context) => endpoint.TakeAsync(context));
        var local = door.MapGroup("").AddEndpointFilter<LocalDoor>();
        local.MapPost(AccountPaths.SignIn, (SignInEndpoint endpoint, HttpContext context) => endpoint.TakeAsync(context));
        local.MapPost(AccountPaths.Code, (CodeEndpoint endpoint, HttpContext context) => endpoint.TakeAsync(context));
        local.MapPost(AccountPaths.SignInPasskey, (PasskeyEndpoint endpoint, HttpContext context) => endpoint.SignInAsync(context));
        door.MapPost(AccountPaths.AskPasskey, (PasskeyEndpoint endpoint, HttpContext context) => endpoint.AskAsync(context));
        door.MapGet(AccountPaths.Invitation, (InvitationEndpoint endpoint, HttpContext context) => endpoint.ShowAsync(context));
        door.MapPost(AccountPaths.Invitation, (InvitationEndpoint endpoint, HttpContext context) => endpoint.TakeAsync(context));
    }

    // For who is signed in, and for nothing but how they themselves sign in.
    private static void MapOwn(RouteGroupBuilder own)
    {
        own.AddEndpointFilter<DoorFaults>();
        own.MapGet(AccountPaths.Password, (PasswordEndpoint endpoint, HttpContext context, ICurrentUser user) => endpoint.ShowAsync(context, user));
        own.MapPost(AccountPaths.Password, (PasswordEndpoint endpoint, HttpContext context, ICurrentUser user) => endpoint.TakeAsync(context, user));
        own.MapGet(AccountPaths.Authenticator, (AuthenticatorEndpoint endpoint, HttpContext context, ICurrentUser user) => endpoint.ShowAsync(context, user));
        own.MapPost(AccountPaths.Authenticator, (AuthenticatorEndpoint endpoint, HttpContext context, ICurrentUser user) => endpoint.TakeAsync(context, user));
        own.MapGet(AccountPaths.Passkeys, (PasskeyEndpoint endpoint, HttpContext context, ICurrentUser user) => endpoint.ShowAsync(context, user));
        own.MapPost(AccountPaths.Passkeys, (PasskeyEndpoint endpoint, HttpContext context, ICurrentUser user) => endpoint.TakeAsync(context, user));
        own.MapPost(AccountPaths.NewPasskey, (PasskeyEndpoint endpoint, HttpContext context, ICurrentUser user) => endpoint.AskForNewAsync(context, user));
        own.MapPost(AccountPaths.SignOutOthers, (PasswordEndpoint endpoint, HttpContext context, ICurrentUser user) => endpoint.SignOutOthersAsync(context, user));
    }
}

using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using WebShell.Core.Access;
using WebShell.Core.Accounts;
using WebShell.Core.Audit;
using WebShell.Core.Sessions;
using WebShell.Core.Storage;

namespace WebShell.App.Account;

/// <summary>Signing in and out, and who the current user is. Everything needs a signed-in user unless it says otherwise.</summary>
internal static partial class PortalAccounts
{
    public static void AddPortalAccounts(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptionsWithValidateOnStart<SignInOptions, SignInOptionsValidator>().BindConfiguration(SignInOptions.Section);
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        services.AddSingleton<IConfigureOptions<CookieAuthenticationOptions>, SignInTicket>();
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddDataProtection().SetApplicationName("WebShell");
        services.AddOptions<KeyManagementOptions>().Configure<DataDirectory, ILoggerFactory>((keys, data, loggers) =>
            keys.XmlRepository = new FileSystemXmlRepository(new DirectoryInfo(data.Folder("keys")), loggers));
        services.AddCascadingAuthenticationState();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<SignIns>();
        services.AddSingleton<OneTimeSignIn>();
        services.AddSingleton<SignInAttempts>();
        services.AddSingleton<HalfSignIns>();
        services.AddSingleton<Doorway>();
        services.AddSingleton<MeansForm>();
        services.AddSingleton<SignInEndpoint>();
        services.AddSingleton<CodeEndpoint>();
        services.AddSingleton<InvitationEndpoint>();
        services.AddSingleton<PasskeyCeremonies>();
        services.AddSingleton<PasskeyEndpoint>();
        services.AddSingleton<PasswordEndpoint>();
        services.AddSingleton<AuthenticatorEndpoint>();
        services.AddScoped<MySignIns>();
        services.AddScoped<AuthenticationStateProvider, CircuitSignIn>();
        services.AddScoped<ICurrentUser, CurrentUser>();
        services.AddScoped<MyCredentials>();
    }

    public static void MapPortalAccounts(this WebApplication app)
    {
        MapDoor(app.MapGroup("").AllowAnonymous());
        MapOwn(app.MapGroup("").AddEndpointFilter<RequestUser>());
        app.MapPost(AccountPaths.SignOut, SignOutAsync);
        // Being signed in is all it takes: the ticket is renewed on the way here (SignInTicket).
        app.MapPost(AccountPaths.Renew, () => Results.NoContent());
    }

    // Whoever comes: there is no user yet.
    private static void MapDoor(RouteGroupBuilder door)
    {
        door.AddEndpointFilter<DoorFaults>();
        door.MapGet(AccountPaths.SignIn, (SignInEndpoint endpoint, HttpContext context) => endpoint.ShowAsync(context));
        door.MapPost(AccountPaths.SignIn, (SignInEndpoint endpoint, HttpContext context) => endpoint.TakeAsync(context));
        door.MapPost(AccountPaths.Code, (CodeEndpoint endpoint, HttpContext context) => endpoint.TakeAsync(context));
        door.MapPost(AccountPaths.AskPasskey, (PasskeyEndpoint endpoint, HttpContext context) => endpoint.AskAsync(context));
        door.MapPost(AccountPaths.SignInPasskey, (PasskeyEndpoint endpoint, HttpContext context) => endpoint.SignInAsync(context));
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

    private static async Task<IResult> SignOutAsync(HttpContext context, IAntiforgery antiforgery, SignIns signIns, SignInDesk desk, IOptions<SignInOptions> options, SessionRegistry sessions, IAuditLog audit, ILogger<SignIns> logger)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return Results.BadRequest("The page was too old to sign out with. Reload it and try again.");
        }

        if (PortalClaims.Ticket(context.User) is { } ticket)
        {
            var name = context.User.Identity!.Name!;
            await audit.WriteAsync(new AuditEvent(AuditKind.SignedOut, ticket.AccountId, name, name) { From = context.Connection.RemoteIpAddress }, CancellationToken.None);
            signIns.End(ticket.SignInId);
            if (options.Value.SignOutEndsShells)
            {
                await sessions.EndAllOf(ticket.AccountId, SessionEndReason.SignedOut);
                await EndElsewhereAsync(desk, ticket.AccountId, logger);
            }
        }

        await context.SignOutAsync();
        return Results.LocalRedirect(AccountPaths.SignIn);
    }

    private static async Task EndElsewhereAsync(SignInDesk desk, string accountId, ILogger logger)
    {
        try
        {
            await desk.EndShellsAsync(accountId, CancellationToken.None);
        }
        catch (AccountException e)
        {
            // Signing out here is done; whoever cannot reach the database cannot be refused that.
            Log.ShellsElsewhere(logger, accountId, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1104, LogLevel.Warning, "{AccountId} signed out while the accounts could not be written: their shells on other nodes stay for their grace time")]
        public static partial void ShellsElsewhere(ILogger logger, string accountId, Exception e);
    }
}

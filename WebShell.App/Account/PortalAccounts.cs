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
using WebShell.Core.Sessions;
using WebShell.Core.Storage;

namespace WebShell.App.Account;

/// <summary>Signing in and out, and who the current user is. Everything needs a signed-in user unless it says otherwise.</summary>
internal static class PortalAccounts
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
        services.AddSingleton<PeopleSeen>();
        services.AddSingleton<IPeople>(provider => provider.GetRequiredService<PeopleSeen>());
        services.AddSingleton<OneTimeSignIn>();
        services.AddSingleton<SignInAttempts>();
        services.AddSingleton<SignInEndpoint>();
        services.AddScoped<AuthenticationStateProvider, CircuitSignIn>();
        services.AddScoped<ICurrentUser, CurrentUser>();
        services.AddScoped<MyCredentials>();
    }

    public static void MapPortalAccounts(this WebApplication app)
    {
        app.MapGet(AccountPaths.SignIn, (SignInEndpoint endpoint, HttpContext context) => endpoint.HandleAsync(context)).AllowAnonymous();
        app.MapPost(AccountPaths.SignOut, SignOutAsync);
        // Being signed in is all it takes: the ticket is renewed on the way here (SignInTicket).
        app.MapPost(AccountPaths.Renew, () => Results.NoContent());
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, IAntiforgery antiforgery, SignIns signIns, IOptions<SignInOptions> options, SessionRegistry sessions)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return Results.BadRequest("The page was too old to sign out with. Reload it and try again.");
        }

        if (PortalClaims.SignInId(context.User) is { } id)
        {
            signIns.End(id);
        }

        if (options.Value.SignOutEndsShells && PortalClaims.User(context.User) is { } user)
        {
            await sessions.EndAllOf(user.Id, SessionEndReason.SignedOut);
        }

        await context.SignOutAsync();
        return Results.LocalRedirect(AccountPaths.SignIn);
    }
}

using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;
using WebShell.App.Account.Proxy;
using WebShell.App.Security;
using WebShell.Core.Accounts;

namespace WebShell.App.Account;

/// <summary>The cookie that carries a sign-in: its name and flags, its limits, and what happens to a request without one.</summary>
internal sealed class SignInTicket(IOptions<SignInOptions> limits, PublicOrigins origins, IHostEnvironment environment, ProxyHeader proxy, AccountBook book)
    : IConfigureNamedOptions<CookieAuthenticationOptions>
{
    public void Configure(CookieAuthenticationOptions options) => Configure(Options.DefaultName, options);

    public void Configure(string? name, CookieAuthenticationOptions options)
    {
        var isPlain = origins.IsPlain(environment);
        options.Cookie.Name = isPlain ? "WebShell" : "__Host-WebShell";
        options.Cookie.SecurePolicy = isPlain ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.Path = "/";
        options.ExpireTimeSpan = limits.Value.IdleLimit;
        options.SlidingExpiration = true;
        options.LoginPath = AccountPaths.SignIn;
        options.ReturnUrlParameter = AccountPaths.ReturnParameter;
        options.Events.OnValidatePrincipal = ValidateAsync;
        options.Events.OnRedirectToLogin = context => AnswerAsync(context, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = context => AnswerAsync(context, StatusCodes.Status403Forbidden);
    }

    private Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var request = context.HttpContext;
        var isGood = PortalClaims.Ticket(context.Principal) is { } ticket
            && proxy.Allows(request, book.Now.Find(ticket.AccountId), book.Now.MeansOf(ticket.AccountId))
            && request.RequestServices.GetRequiredService<SignIns>().Touch(ticket, request.Connection.RemoteIpAddress, request.Request.Headers.UserAgent);
        if (!isGood)
        {
            context.RejectPrincipal();
        }

        return Task.CompletedTask;
    }

    // A person who opens a page is led to the sign-in; a script or a socket gets the plain status.
    private static Task AnswerAsync(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        var opensPage = HttpMethods.IsGet(context.Request.Method) && !context.HttpContext.WebSockets.IsWebSocketRequest
            && !context.Request.Path.StartsWithSegments("/_blazor") && context.Request.Headers.Upgrade.Count == 0;
        if (opensPage && status == StatusCodes.Status401Unauthorized)
        {
            // Relative: links are never built from the Host header.
            context.Response.Redirect(new Uri(context.RedirectUri).PathAndQuery);
        }
        else
        {
            context.Response.StatusCode = status;
        }

        return Task.CompletedTask;
    }
}

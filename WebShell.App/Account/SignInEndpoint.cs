using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using WebShell.App.Security;
using WebShell.Core.Access;

namespace WebShell.App.Account;

/// <summary>GET <c>/signin</c>: with the right token it signs in and goes on to a local address; without, it says how to get one.</summary>
internal sealed partial class SignInEndpoint(OneTimeSignIn oneTime, SignInAttempts attempts, EdgeMetrics metrics, TimeProvider time, ILogger<SignInEndpoint> logger)
{
    private const int SignInIdBytes = 16;

    public async Task<IResult> HandleAsync(HttpContext context)
    {
        var next = AccountPaths.LocalOrHome(context.Request.Query[AccountPaths.ReturnParameter]);
        if (context.User.Identity is { IsAuthenticated: true })
        {
            return Results.LocalRedirect(next);
        }

        if (context.Request.Query[AccountPaths.TokenParameter] is not [{ Length: > 0 } token])
        {
            return Page(StatusCodes.Status200OK, problem: null);
        }

        // A browser that only looks ahead must not use the token up.
        if (context.Request.Headers["Sec-Purpose"].ToString().Contains("prefetch", StringComparison.Ordinal))
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        if (!attempts.TryOne(context.Connection.RemoteIpAddress))
        {
            metrics.SignIn("limited");
            context.Response.Headers.RetryAfter = SignInAttempts.Window.TotalSeconds.ToString("0");
            return Page(StatusCodes.Status429TooManyRequests, "Too many tries from your address. Wait 5 minutes, then try again.");
        }

        if (oneTime.Redeem(token) is not { } user)
        {
            metrics.SignIn("refused");
            Log.Refused(logger, context.Connection.RemoteIpAddress);
            return Page(StatusCodes.Status401Unauthorized, "This link is not good, or not any more: each works once, for 15 minutes.");
        }

        await SignInAsync(context, user);
        return Results.LocalRedirect(next);
    }

    private async Task SignInAsync(HttpContext context, PortalUser user)
    {
        var signInId = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(SignInIdBytes));
        var properties = new AuthenticationProperties();
        SignInTicket.SetStartedAt(properties, time.GetUtcNow());
        await context.SignInAsync(PortalClaims.Principal(user, signInId, CookieAuthenticationDefaults.AuthenticationScheme), properties);
        metrics.SignIn("ok");
        Log.SignedIn(logger, user.Id, context.Connection.RemoteIpAddress);
    }

    private RazorComponentResult<SignInPage> Page(int status, string? problem) =>
        new(new { Problem = problem, oneTime.IsOffered }) { StatusCode = status };

    private static partial class Log
    {
        [LoggerMessage(1101, LogLevel.Information, "{User} signed in from {Address}")]
        public static partial void SignedIn(ILogger logger, string user, System.Net.IPAddress? address);

        [LoggerMessage(1102, LogLevel.Warning, "A sign-in from {Address} was refused")]
        public static partial void Refused(ILogger logger, System.Net.IPAddress? address);
    }
}

using Microsoft.AspNetCore.Http.HttpResults;
using WebShell.App.Account.OpenId;
using WebShell.App.Security;
using WebShell.Core.Accounts;

namespace WebShell.App.Account;

/// <summary><c>/signin</c>: with a name and a password, or with the one-time link of the first administrator. A wrong name and a wrong password get the same answer after the same time.</summary>
internal sealed class SignInEndpoint(
    OneTimeSignIn oneTime, SignInPages pages, FirstAdministrator first, AccountBook book, SignInDesk desk, SignInAttempts attempts, HalfSignIns halves, Doorway doorway, OidcFarewell farewell, IHostEnvironment environment)
{
    public const string NoMatch = "That did not match. Look at the name and the password, and at the Caps Lock key.";
    public const string TooMany = "Too many tries. Wait 5 minutes, then try again.";
    public const string TooOld = "This page was too old. Try again.";
    public const string NotNow = "Nobody can sign in just now: the portal cannot write it down. Try again in a moment.";

    public async Task<IResult> ShowAsync(HttpContext context)
    {
        var next = AccountPaths.LocalOrHome(context.Request.Query[AccountPaths.ReturnParameter]);
        if (context.User.Identity is { IsAuthenticated: true })
        {
            return Results.LocalRedirect(next);
        }

        if (await farewell.TakeAsync(context) is { } rest)
        {
            FormTargets.Allow(context, rest.Target);
            return new RazorComponentResult<FarewellPage>(new { Farewell = rest });
        }

        return context.Request.Query[AccountPaths.TokenParameter] is [{ Length: > 0 } token]
            ? await RedeemAsync(context, token, next)
            : pages.Show(context, problem: null, StatusCodes.Status200OK, next);
    }

    public async Task<IResult> TakeAsync(HttpContext context)
    {
        if (await DoorForm.ReadAsync(context) is not { } form)
        {
            return pages.Show(context, TooOld, StatusCodes.Status400BadRequest, "/");
        }

        var (name, next) = (form("name").Trim(), AccountPaths.LocalOrHome(form("return")));
        if (!attempts.TryOne(context.Connection.RemoteIpAddress, name))
        {
            return await LimitedAsync(context, name, next);
        }

        if (await desk.WithPasswordAsync(name, form("password"), context.RequestAborted) is not { } account)
        {
            await doorway.RefuseAsync(context, name, "wrong name or password");
            return pages.Show(context, NoMatch, StatusCodes.Status401Unauthorized, next, name);
        }

        attempts.WasRight(context.Connection.RemoteIpAddress, name);
        if (book.Now.MeansOf(account.Id).HasCode)
        {
            return new RazorComponentResult<CodePage>(new { Form = DoorForm.For(context), Return = next, Half = halves.Begin(account) });
        }

        await doorway.EnterAsync(context, account, "password");
        return Results.LocalRedirect(next);
    }

    private async Task<IResult> RedeemAsync(HttpContext context, string token, string next)
    {
        // A browser that only looks ahead must not use the token up.
        if (context.Request.Headers["Sec-Purpose"].ToString().Contains("prefetch", StringComparison.Ordinal))
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        if (!attempts.TryOne(context.Connection.RemoteIpAddress, SignInAttempts.Links))
        {
            return await LimitedAsync(context, "", next);
        }

        if (!oneTime.TryRedeem(token))
        {
            await doorway.RefuseAsync(context, "", "wrong or used link");
            return pages.Show(context, "This link is not good, or not any more: each works once, for 15 minutes.", StatusCodes.Status401Unauthorized, next);
        }

        attempts.WasRight(context.Connection.RemoteIpAddress, SignInAttempts.Links);
        var account = await first.FindOrMakeAsync(context.RequestAborted);
        await doorway.EnterAsync(context, account, "one-time link");
        // Where it is not for trying out, the first thing to do is a way to come back.
        return Results.LocalRedirect(environment.IsDevelopment() ? next : AccountPaths.Account);
    }

    private async Task<IResult> LimitedAsync(HttpContext context, string name, string next)
    {
        await doorway.RefuseAsync(context, name, "too many tries", isLimited: true);
        context.Response.Headers.RetryAfter = SignInAttempts.Window.TotalSeconds.ToString("0");
        return pages.Show(context, TooMany, StatusCodes.Status429TooManyRequests, next, name);
    }
}

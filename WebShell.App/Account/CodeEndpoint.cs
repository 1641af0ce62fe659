using Microsoft.AspNetCore.Http.HttpResults;
using WebShell.Core.Accounts;
using WebShell.Core.Audit;

namespace WebShell.App.Account;

/// <summary>POST <c>/signin/code</c>: the second step of signing in, with a code of the authenticator app or a recovery code. Each code is taken once.</summary>
internal sealed class CodeEndpoint(SignInDesk desk, SignInAttempts attempts, HalfSignIns halves, Doorway doorway, SignInPages pages, IAuditLog audit)
{
    public const string NoMatch = "That code did not match. Wait for the next one, or use a recovery code.";

    public async Task<IResult> TakeAsync(HttpContext context)
    {
        var form = await DoorForm.ReadAsync(context);
        var next = AccountPaths.LocalOrHome(form?.Invoke("return"));
        if (form is null || halves.Find(form("half")) is not { } account)
        {
            return pages.Show(context, SignInEndpoint.TooOld, StatusCodes.Status400BadRequest, next);
        }

        var (half, from) = (form("half"), context.Connection.RemoteIpAddress);
        if (!attempts.TryOne(from, account.Name))
        {
            await doorway.RefuseAsync(context, account.Name, "too many tries", isLimited: true);
            return Page(context, half, next, SignInEndpoint.TooMany, StatusCodes.Status429TooManyRequests);
        }

        var code = form("code");
        var isRecovery = code.Count(char.IsAsciiLetterOrDigit) > AuthenticatorCode.Digits;
        if (!await (isRecovery ? desk.TakeRecoveryCodeAsync(account.Id, code, context.RequestAborted) : desk.TakeCodeAsync(account.Id, code, context.RequestAborted)))
        {
            await doorway.RefuseAsync(context, account.Name, "wrong code");
            return Page(context, half, next, NoMatch, StatusCodes.Status401Unauthorized);
        }

        attempts.WasRight(from, account.Name);
        halves.End(half);
        if (isRecovery)
        {
            await audit.WriteAsync(new AuditEvent(AuditKind.RecoveryCodeUsed, account.Id, account.Name, account.Name) { From = from }, context.RequestAborted);
        }

        await doorway.EnterAsync(context, account, isRecovery ? "password and recovery code" : "password and code");
        return Results.LocalRedirect(next);
    }

    private static RazorComponentResult<CodePage> Page(HttpContext context, string half, string next, string problem, int status) =>
        new(new { Form = DoorForm.For(context), Problem = problem, Return = next, Half = half }) { StatusCode = status };
}

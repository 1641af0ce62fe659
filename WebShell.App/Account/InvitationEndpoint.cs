using Microsoft.AspNetCore.Http.HttpResults;
using WebShell.Core.Accounts;
using WebShell.Core.Audit;

namespace WebShell.App.Account;

/// <summary><c>/signin/invitation</c>: somebody who was given a link sets a password with it and is signed in. Looking at the page uses nothing up.</summary>
internal sealed class InvitationEndpoint(AccountBook book, SignInDesk desk, SignInAttempts attempts, Doorway doorway, IAuditLog audit, TimeProvider time)
{
    public const string NotTheSame = "The two are not the same. Type the new password twice.";

    public async Task<IResult> ShowAsync(HttpContext context)
    {
        var token = context.Request.Query[AccountPaths.TokenParameter] is [{ Length: > 0 } given] ? given : "";
        if (!attempts.TryOne(context.Connection.RemoteIpAddress, SignInAttempts.Links))
        {
            await doorway.RefuseAsync(context, "", "too many tries", isLimited: true);
            return Page(context, "", null, SignInEndpoint.TooMany, StatusCodes.Status429TooManyRequests);
        }

        if (InvitationLink.OwnerOf(book.Now, token, time.GetUtcNow()) is not { } account)
        {
            await doorway.RefuseAsync(context, "", "wrong or used invitation");
            return Page(context, "", null, new InvitationException().Message, StatusCodes.Status401Unauthorized);
        }

        attempts.WasRight(context.Connection.RemoteIpAddress, SignInAttempts.Links);
        return Page(context, token, account.Name, problem: null, StatusCodes.Status200OK);
    }

    public async Task<IResult> TakeAsync(HttpContext context)
    {
        if (await DoorForm.ReadAsync(context) is not { } form)
        {
            return Page(context, "", null, SignInEndpoint.TooOld, StatusCodes.Status400BadRequest);
        }

        var (token, password, from) = (form("token"), form("password"), context.Connection.RemoteIpAddress);
        if (!attempts.TryOne(from, SignInAttempts.Links))
        {
            await doorway.RefuseAsync(context, "", "too many tries", isLimited: true);
            return Page(context, "", null, SignInEndpoint.TooMany, StatusCodes.Status429TooManyRequests);
        }

        try
        {
            var owner = InvitationLink.OwnerOf(book.Now, token, time.GetUtcNow()) ?? throw new InvitationException();
            attempts.WasRight(from, SignInAttempts.Links);
            if (form("again") != password)
            {
                return Page(context, token, owner.Name, NotTheSame, StatusCodes.Status400BadRequest);
            }

            var account = await desk.SetInvitedPasswordAsync(
                token,
                password,
                invited => audit.WriteAsync(new AuditEvent(AuditKind.PasswordReset, invited.Id, invited.Name, invited.Name) { From = from, Result = "by invitation" }, CancellationToken.None),
                context.RequestAborted);
            await doorway.EnterAsync(context, account, "invitation");
            return Results.LocalRedirect("/");
        }
        catch (InvitationException e)
        {
            await doorway.RefuseAsync(context, "", "wrong or used invitation");
            return Page(context, "", null, e.Message, StatusCodes.Status401Unauthorized);
        }
        catch (AccountException e)
        {
            return Page(context, token, InvitationLink.OwnerOf(book.Now, token, time.GetUtcNow())?.Name, e.Message, StatusCodes.Status400BadRequest);
        }
    }

    private static RazorComponentResult<InvitationPage> Page(HttpContext context, string token, string? name, string? problem, int status) =>
        new(new { Form = DoorForm.For(context), Problem = problem, Name = name, Token = token }) { StatusCode = status };
}

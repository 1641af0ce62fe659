using Microsoft.AspNetCore.Http.HttpResults;
using WebShell.Core.Access;
using WebShell.Core.Accounts;
using WebShell.Core.Audit;

namespace WebShell.App.Account;

/// <summary><c>/account/password</c>: sets one's own password. Every other sign-in of the account ends; this browser gets a new ticket.</summary>
internal sealed class PasswordEndpoint(AccountBook book, SignInDesk desk, SignIns signIns, SignInAttempts attempts, Doorway doorway, IAuditLog audit)
{
    public async Task<IResult> ShowAsync(HttpContext context, ICurrentUser currentUser) =>
        await currentUser.GetAsync(context.RequestAborted) is { } user ? Page(context, user, problem: null, StatusCodes.Status200OK) : Results.Unauthorized();

    public async Task<IResult> TakeAsync(HttpContext context, ICurrentUser currentUser)
    {
        if (await currentUser.GetAsync(context.RequestAborted) is not { } user || PortalClaims.Ticket(context.User) is not { } ticket)
        {
            return Results.Unauthorized();
        }

        if (await DoorForm.ReadAsync(context) is not { } form)
        {
            return Page(context, user, SignInEndpoint.TooOld, StatusCodes.Status400BadRequest);
        }

        if (form("again") != form("password"))
        {
            return Page(context, user, InvitationEndpoint.NotTheSame, StatusCodes.Status400BadRequest);
        }

        if (!attempts.TryOne(user.From, user.Name))
        {
            await doorway.RefuseAsync(context, user.Name, "too many tries", isLimited: true);
            return Page(context, user, SignInEndpoint.TooMany, StatusCodes.Status429TooManyRequests);
        }

        try
        {
            var stamp = AccountRules.NewStamp();
            signIns.Keep(ticket.SignInId, stamp);
            var account = await desk.ChangePasswordAsync(
                user.Id,
                form("current"),
                form("password"),
                stamp,
                () => audit.WriteAsync(new AuditEvent(AuditKind.PasswordSet, user.Id, user.Name, user.Name) { From = user.From }, CancellationToken.None),
                context.RequestAborted);
            attempts.WasRight(user.From, user.Name);
            await Doorway.GiveTicketAsync(context, account, ticket);
            return Results.LocalRedirect(AccountPaths.Account);
        }
        catch (WrongPasswordException e)
        {
            await doorway.RefuseAsync(context, user.Name, "wrong current password");
            return Page(context, user, e.Message, StatusCodes.Status401Unauthorized);
        }
        catch (AccountException e)
        {
            attempts.WasRight(user.From, user.Name);
            return Page(context, user, e.Message, StatusCodes.Status400BadRequest);
        }
    }

    /// <summary>POST <c>/account/sign-out-others</c>: every other sign-in of the account ends.</summary>
    public async Task<IResult> SignOutOthersAsync(HttpContext context, ICurrentUser currentUser)
    {
        if (await currentUser.GetAsync(context.RequestAborted) is not { } user || PortalClaims.Ticket(context.User) is not { } ticket)
        {
            return Results.Unauthorized();
        }

        if (await DoorForm.ReadAsync(context) is null)
        {
            return Results.BadRequest(SignInEndpoint.TooOld);
        }

        var stamp = AccountRules.NewStamp();
        signIns.Keep(ticket.SignInId, stamp);
        var account = await desk.RenewStampAsync(
            user.Id,
            stamp,
            () => audit.WriteAsync(new AuditEvent(AuditKind.SignedOutEverywhere, user.Id, user.Name, user.Name) { From = user.From, Result = "everywhere else" }, CancellationToken.None),
            context.RequestAborted);
        await Doorway.GiveTicketAsync(context, account, ticket);
        return Results.LocalRedirect(AccountPaths.Account);
    }

    private RazorComponentResult<PasswordPage> Page(HttpContext context, PortalUser user, string? problem, int status) =>
        new(new { Form = DoorForm.For(context), Problem = problem, user.Name, book.Now.MeansOf(user.Id).HasPassword }) { StatusCode = status };
}

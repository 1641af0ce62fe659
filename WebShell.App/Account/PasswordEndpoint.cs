using Microsoft.AspNetCore.Http.HttpResults;
using WebShell.Core.Access;
using WebShell.Core.Accounts;
using WebShell.Core.Audit;

namespace WebShell.App.Account;

/// <summary><c>/account/password</c>: sets one's own password. Every other sign-in of the account ends; this browser gets a new ticket.</summary>
internal sealed class PasswordEndpoint(AccountBook book, SignInDesk desk, SignIns signIns, MeansForm means, IAuditLog audit)
{
    public Task<IResult> ShowAsync(HttpContext context, ICurrentUser currentUser) => MeansForm.ShowAsync(context, currentUser, Page);

    public Task<IResult> TakeAsync(HttpContext context, ICurrentUser currentUser) => means.TakeAsync(context, currentUser, Page, ActAsync);

    private async Task<IResult> ActAsync(HttpContext context, PortalUser user, Func<string, string> form)
    {
        if (PortalClaims.Ticket(context.User) is not { } ticket)
        {
            return Results.Unauthorized();
        }

        if (form("again") != form("password"))
        {
            throw new AccountException(InvitationEndpoint.NotTheSame);
        }

        var stamp = AccountRules.NewStamp();
        signIns.Keep(ticket.SignInId, stamp);
        var account = await desk.ChangePasswordAsync(
            user.Id,
            form("current"),
            form("password"),
            stamp,
            () => audit.WriteAsync(new AuditEvent(AuditKind.PasswordSet, user.Id, user.Name, user.Name) { From = user.From }, CancellationToken.None),
            context.RequestAborted);
        await Doorway.GiveTicketAsync(context, account, ticket);
        return Results.LocalRedirect(AccountPaths.Account);
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

using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using WebShell.App.Security;
using WebShell.Core.Accounts;
using WebShell.Core.Audit;

namespace WebShell.App.Account;

/// <summary>
/// Where somebody who has proved who they are comes in, by whatever way: it is written down, and their browser gets a new ticket.
/// A further way to sign in (an OpenID provider, a proxy) finds or makes its account and ends here.
/// </summary>
internal sealed partial class Doorway(AccountBook book, SignInDesk desk, SignInEnds ends, IAuditLog audit, EdgeMetrics metrics, TimeProvider time, ILogger<Doorway> logger)
{
    /// <param name="context">The request that proved it.</param>
    /// <param name="account">Who.</param>
    /// <param name="way">How, for the audit, e.g. <c>password and code</c>.</param>
    /// <returns>The ticket that the browser gets.</returns>
    /// <exception cref="AuditException">It cannot be written down, so nobody comes in.</exception>
    public async Task<PortalTicket> EnterAsync(HttpContext context, Core.Accounts.Account account, string way)
    {
        var from = context.Connection.RemoteIpAddress;
        await audit.WriteAsync(new AuditEvent(AuditKind.SignedIn, account.Id, account.Name, account.Name) { From = from, Result = way }, context.RequestAborted);
        await desk.NoteSignInAsync(account.Id, context.RequestAborted);
        if (PortalClaims.Ticket(context.User) is { } before)
        {
            await ends.EndAsync(before.SignInId);
        }

        var ticket = new PortalTicket(account.Id, SignIns.NewId(), account.Stamp, time.GetUtcNow());
        await GiveTicketAsync(context, account, ticket);
        metrics.SignIn("ok");
        Log.SignedIn(logger, account.Name, from);
        return ticket;
    }

    /// <summary>Gives the browser a ticket of a sign-in; what was copied from it before is worth nothing once the account's stamp is another.</summary>
    public static Task GiveTicketAsync(HttpContext context, Core.Accounts.Account account, PortalTicket ticket) => context.SignInAsync(
        CookieAuthenticationDefaults.AuthenticationScheme,
        PortalClaims.Principal(ticket with { Stamp = account.Stamp }, account.Name, CookieAuthenticationDefaults.AuthenticationScheme));

    /// <summary>Notes that somebody was not let in.</summary>
    /// <param name="context">Their request.</param>
    /// <param name="name">Who they said they are; foreign text.</param>
    /// <param name="reason">In few words, never what they typed.</param>
    /// <param name="isLimited">Whether it was not even looked at.</param>
    public async Task RefuseAsync(HttpContext context, string name, string reason, bool isLimited = false)
    {
        var from = context.Connection.RemoteIpAddress;
        metrics.SignIn(isLimited ? "limited" : "refused");
        Log.Refused(logger, from, reason);
        // A name that nobody has is not kept: people type passwords into the wrong field.
        var tried = book.Now.Named(name)?.Name ?? "";
        await audit.WriteAsync(
            new AuditEvent(isLimited ? AuditKind.SignInLimited : AuditKind.SignInRefused, "", tried, tried) { From = from, Outcome = AuditOutcome.Refused, Result = reason }, context.RequestAborted);
    }

    private static partial class Log
    {
        [LoggerMessage(1101, LogLevel.Information, "{User} signed in from {Address}")]
        public static partial void SignedIn(ILogger logger, string user, IPAddress? address);

        [LoggerMessage(1102, LogLevel.Warning, "A sign-in from {Address} was refused: {Reason}")]
        public static partial void Refused(ILogger logger, IPAddress? address, string reason);
    }
}

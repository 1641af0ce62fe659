using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using WebShell.Core.Accounts;
using WebShell.Core.Audit;
using WebShell.Core.Sessions;

namespace WebShell.App.Account;

/// <summary>POST <c>/signout</c>: ends the sign-in and, unless they are to be kept, the shells. What follows at an OpenID provider, the sign-in page does (<see cref="OpenId.OidcFarewell"/>).</summary>
internal sealed partial class SignOutEndpoint(
    SignInEnds ends, SignInDesk desk, IOptions<SignInOptions> options, SessionRegistry sessions, IAntiforgery antiforgery, IAuditLog audit, ILogger<SignOutEndpoint> logger)
{
    public async Task<IResult> TakeAsync(HttpContext context)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return Results.BadRequest("The page was too old to sign out with. Reload it and try again.");
        }

        if (PortalClaims.Ticket(context.User) is { } ticket)
        {
            var name = context.User.Identity!.Name!;
            await audit.WriteAsync(new AuditEvent(AuditKind.SignedOut, ticket.AccountId, name, name) { From = context.Connection.RemoteIpAddress }, CancellationToken.None);
            await ends.EndAsync(ticket.SignInId);
            if (options.Value.SignOutEndsShells)
            {
                await sessions.EndAllOf(ticket.AccountId, SessionEndReason.SignedOut);
                await EndElsewhereAsync(ticket.AccountId);
            }
        }

        await context.SignOutAsync();
        return Results.LocalRedirect(AccountPaths.SignIn);
    }

    private async Task EndElsewhereAsync(string accountId)
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

using Microsoft.AspNetCore.Components.Authorization;
using WebShell.Core.Access;
using WebShell.Core.Accounts;

namespace WebShell.App.Account;

/// <summary>
/// Who acts in this circuit or request (scoped). Asks every time whether the sign-in still counts, so a signed-out page can do nothing
/// more, and who its account is now: role and groups are never those of the ticket.
/// </summary>
internal sealed class CurrentUser(AuthenticationStateProvider authentication, SignIns signIns, AccountBook book) : ICurrentUser
{
    public async ValueTask<PortalUser?> GetAsync(CancellationToken cancellationToken)
    {
        var state = await authentication.GetAuthenticationStateAsync().WaitAsync(cancellationToken);
        return PortalClaims.Ticket(state.User) is { } ticket && signIns.IsGood(ticket.SignInId)
            ? book.UserOf(ticket.AccountId, (authentication as CircuitSignIn)?.From)
            : null;
    }
}

using Microsoft.AspNetCore.Components.Authorization;
using WebShell.Core.Access;

namespace WebShell.App.Account;

/// <summary>Who acts in this circuit (scoped). Asks every time whether the sign-in still counts, so a signed-out page can do nothing more.</summary>
internal sealed class CurrentUser(AuthenticationStateProvider authentication, SignIns signIns) : ICurrentUser
{
    public async ValueTask<PortalUser?> GetAsync(CancellationToken cancellationToken)
    {
        var state = await authentication.GetAuthenticationStateAsync().WaitAsync(cancellationToken);
        return PortalClaims.SignInId(state.User) is { } id && signIns.IsGood(id) ? PortalClaims.User(state.User) : null;
    }
}

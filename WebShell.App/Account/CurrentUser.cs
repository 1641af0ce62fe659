using Microsoft.AspNetCore.Components.Authorization;
using WebShell.Core.Access;

namespace WebShell.App.Account;

/// <summary>Who acts in this circuit (scoped). Asks every time whether the sign-in still counts, so a signed-out page can do nothing more.</summary>
internal sealed class CurrentUser(AuthenticationStateProvider authentication, SignIns signIns, PeopleSeen people) : ICurrentUser
{
    public async ValueTask<PortalUser?> GetAsync(CancellationToken cancellationToken)
    {
        var state = await authentication.GetAuthenticationStateAsync().WaitAsync(cancellationToken);
        if (PortalClaims.SignInId(state.User) is not { } id || !signIns.IsGood(id) || PortalClaims.User(state.User) is not { } user)
        {
            return null;
        }

        people.Note(user);
        return user;
    }
}

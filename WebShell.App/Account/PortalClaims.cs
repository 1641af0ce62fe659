using System.Security.Claims;
using WebShell.Core.Access;

namespace WebShell.App.Account;

/// <summary>What a sign-in ticket says about its user, written and read in this one place.</summary>
internal static class PortalClaims
{
    private const string AdministratorRole = "administrator";
    private const string SignInClaim = "sign_in";

    public static ClaimsPrincipal Principal(PortalUser user, string signInId, string scheme)
    {
        var identity = new ClaimsIdentity(scheme, ClaimTypes.Name, ClaimTypes.Role);
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, user.Id));
        identity.AddClaim(new Claim(ClaimTypes.Name, user.Name));
        identity.AddClaim(new Claim(SignInClaim, signInId));
        if (user.IsAdministrator)
        {
            identity.AddClaim(new Claim(ClaimTypes.Role, AdministratorRole));
        }

        return new ClaimsPrincipal(identity);
    }

    /// <summary>The user, or null where nobody is signed in.</summary>
    public static PortalUser? User(ClaimsPrincipal? principal) =>
        principal is { Identity.IsAuthenticated: true }
        && principal.FindFirstValue(ClaimTypes.NameIdentifier) is { Length: > 0 } id
            ? new PortalUser(id, principal.Identity.Name ?? id) { Role = principal.IsInRole(AdministratorRole) ? PortalRole.Administrator : PortalRole.User }
            : null;

    /// <summary>Which sign-in the ticket came from; unguessable.</summary>
    public static string? SignInId(ClaimsPrincipal? principal) => principal?.FindFirstValue(SignInClaim);
}

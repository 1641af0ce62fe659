using System.Globalization;
using System.Security.Claims;

namespace WebShell.App.Account;

/// <summary>What a sign-in ticket says, written and read in this one place: whose it is and since when, never what they may do.</summary>
internal static class PortalClaims
{
    private const string SignInClaim = "sign_in";
    private const string StampClaim = "stamp";
    private const string StartedClaim = "started";

    public static ClaimsPrincipal Principal(PortalTicket ticket, string name, string scheme)
    {
        var identity = new ClaimsIdentity(scheme, ClaimTypes.Name, ClaimTypes.Role);
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, ticket.AccountId));
        identity.AddClaim(new Claim(ClaimTypes.Name, name));
        identity.AddClaim(new Claim(SignInClaim, ticket.SignInId));
        identity.AddClaim(new Claim(StampClaim, ticket.Stamp));
        identity.AddClaim(new Claim(StartedClaim, ticket.StartedAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));
        return new ClaimsPrincipal(identity);
    }

    /// <summary>The ticket, or null where nobody is signed in.</summary>
    public static PortalTicket? Ticket(ClaimsPrincipal? principal) =>
        principal is { Identity.IsAuthenticated: true }
        && principal.FindFirstValue(ClaimTypes.NameIdentifier) is { Length: > 0 } accountId
        && principal.FindFirstValue(SignInClaim) is { Length: > 0 } signInId
        && principal.FindFirstValue(StampClaim) is { Length: > 0 } stamp
        && long.TryParse(principal.FindFirstValue(StartedClaim), NumberStyles.None, CultureInfo.InvariantCulture, out var started)
            ? new PortalTicket(accountId, signInId, stamp, DateTimeOffset.FromUnixTimeSeconds(started))
            : null;
}

/// <summary>One sign-in of one account.</summary>
/// <param name="AccountId">Whose.</param>
/// <param name="SignInId">Which; unguessable.</param>
/// <param name="Stamp">The account's when the ticket was made.</param>
/// <param name="StartedAt">When the sign-in began, in whole seconds.</param>
public sealed record PortalTicket(string AccountId, string SignInId, string Stamp, DateTimeOffset StartedAt);

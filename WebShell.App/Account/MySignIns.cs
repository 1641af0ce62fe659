using Microsoft.AspNetCore.Components.Authorization;
using WebShell.Core.Access;
using WebShell.Core.Accounts;
using WebShell.Core.Audit;

namespace WebShell.App.Account;

/// <summary>How and where who sits before the page signs in (scoped). Who that is is asked for every call.</summary>
public sealed class MySignIns(ICurrentUser currentUser, AuthenticationStateProvider authentication, AccountBook book, SignIns signIns, SignInEnds ends, IAuditLog audit)
{
    /// <summary>Null for nobody.</summary>
    public async Task<MySignInsView?> ReadAsync(CancellationToken cancellationToken)
    {
        if (await currentUser.GetAsync(cancellationToken) is not { } user)
        {
            return null;
        }

        var means = book.Now.MeansOf(user.Id);
        var here = PortalClaims.Ticket((await authentication.GetAuthenticationStateAsync()).User)?.SignInId;
        return new MySignInsView(book.Now.Find(user.Id)?.Origin ?? AccountOrigin.Local, means.HasPassword, means.PasswordSetAt, means.HasCode, means.RecoveryCodes.Length, means.Passkeys, signIns.Of(user.Id), here);
    }

    /// <summary>Ends one of one's own sign-ins; another's is as one that does not exist.</summary>
    public async Task EndAsync(string signInId, CancellationToken cancellationToken)
    {
        if (await currentUser.GetAsync(cancellationToken) is { } user && signIns.Of(user.Id).Any(line => line.Id == signInId))
        {
            await audit.WriteAsync(new AuditEvent(AuditKind.SignedOut, user.Id, user.Name, user.Name) { From = user.From, Result = "from another place" }, cancellationToken);
            await ends.EndAsync(signInId);
        }
    }
}

/// <summary>What the page shows.</summary>
/// <param name="Origin">Who says who it is.</param>
/// <param name="HasPassword">Whether there is a password.</param>
/// <param name="PasswordSetAt">Since when.</param>
/// <param name="HasCode">Whether an authenticator is the second factor.</param>
/// <param name="CodesLeft">How many recovery codes are left.</param>
/// <param name="Passkeys">The passkeys.</param>
/// <param name="Lines">Where one is signed in.</param>
/// <param name="Here">Which of those is this page's.</param>
public sealed record MySignInsView(
    AccountOrigin Origin, bool HasPassword, DateTimeOffset? PasswordSetAt, bool HasCode, int CodesLeft, IReadOnlyList<AccountPasskey> Passkeys, IReadOnlyList<SignInLine> Lines, string? Here);

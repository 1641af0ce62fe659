using WebShell.Core.Access;
using WebShell.Core.Audit;

namespace WebShell.Core.Accounts;

/// <summary>The way in where nobody else can open it: the first start, and the server's console. Thread-safe singleton.</summary>
public sealed class FirstAdministrator(AccountBook book, IAuditLog audit, TimeProvider time)
{
    /// <summary>Also the id of that account: what it stored before there were accounts stays its own.</summary>
    public const string Name = "admin";

    /// <summary>The administrator who came first; made where there is none that can sign in.</summary>
    /// <exception cref="AccountException">It cannot be written.</exception>
    public async Task<Account> FindOrMakeAsync(CancellationToken cancellationToken)
    {
        var set = await book.ChangeAsync(
            async now =>
            {
                if (now.HasAdministrator)
                {
                    return null;
                }

                var account = Revived(now, Name);
                await audit.WriteAsync(new AuditEvent(now.Find(account.Id) is null ? AuditKind.AccountAdded : AuditKind.AccountRecovered, "", "one-time link", account.Name), CancellationToken.None);
                return AccountChange.Of(account);
            },
            cancellationToken);
        return set.Accounts.Where(account => account is { Role: PortalRole.Administrator, IsDisabled: false }).MinBy(account => (account.AddedAt, account.Name))!;
    }

    /// <summary>Makes that person an administrator who can sign in again: enabled, with a link to set a password; second factor, passkeys, sign-ins and shells from before are gone.</summary>
    /// <param name="name">The sign-in name; null: the administrator who came first, or <see cref="Name"/>.</param>
    /// <param name="life">How long the link is good.</param>
    /// <param name="cancellationToken">Gives up before it is written.</param>
    /// <returns>The account, and the token of the link.</returns>
    /// <exception cref="AccountException">That may not be a name, or it cannot be written.</exception>
    public async Task<(Account Account, string Token)> RecoverAsync(string? name, TimeSpan life, CancellationToken cancellationToken)
    {
        var (token, invitation) = InvitationLink.Make(time.GetUtcNow(), life);
        Account? recovered = null;
        await book.ChangeAsync(
            async now =>
            {
                recovered = Revived(now, name ?? now.Accounts.Where(account => account.Role == PortalRole.Administrator).MinBy(account => (account.AddedAt, account.Name))?.Name ?? Name);
                await audit.WriteAsync(new AuditEvent(AuditKind.AccountRecovered, "", "console", recovered.Name), CancellationToken.None);
                // Who vouches for them may go on doing so; what they are is the portal's to say from now on.
                return AccountChange.Of(recovered, new SignInMeans { Invitation = invitation, External = now.MeansOf(recovered.Id).External, Era = now.NextEra(recovered.Id).Era });
            },
            cancellationToken);
        return (recovered!, token);
    }

    private Account Revived(AccountSet now, string name)
    {
        if (now.Named(name) is { } known)
        {
            return known with { IsDisabled = false, Role = PortalRole.Administrator, Origin = AccountOrigin.Local, Stamp = AccountRules.NewStamp(), Version = known.Version + 1 };
        }

        return AccountNames.SignInName(name) is { } mistake
            ? throw new AccountException(mistake)
            : new Account
            {
                Id = name == Name && now.Find(Name) is null ? Name : Guid.NewGuid().ToString("N"),
                Name = name,
                Role = PortalRole.Administrator,
                Stamp = AccountRules.NewStamp(),
                AddedAt = time.GetUtcNow(),
            };
    }
}

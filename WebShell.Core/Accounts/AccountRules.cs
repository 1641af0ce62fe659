using System.Security.Cryptography;
using WebShell.Core.Access;

namespace WebShell.Core.Accounts;

/// <summary>What no act may break.</summary>
public static class AccountRules
{
    /// <summary>Everything is in memory: far more than the portal is for, and still small.</summary>
    public const int MaxAccounts = 10_000;

    public const int MaxGroups = 1_000;

    /// <summary>A stamp that nobody had before.</summary>
    public static string NewStamp() => Convert.ToHexString(RandomNumberGenerator.GetBytes(16));

    /// <summary>Refuses a change that would leave nobody to look after people.</summary>
    /// <exception cref="AccountException">It would.</exception>
    public static AccountChange KeepAdministrator(AccountSet now, AccountChange change) =>
        now.HasAdministrator && !now.With(change).HasAdministrator
            ? throw new AccountException("This is the last administrator who can sign in. Make somebody else one first.")
            : change;

    /// <summary>What is wrong with an account to be added, as a sentence; null: nothing.</summary>
    public static string? CheckNew(AccountSet now, string? name, string? displayName, string? email) =>
        AccountNames.SignInName(name) ?? AccountNames.DisplayName(displayName) ?? AccountNames.Email(email)
        ?? (now.Named(name!) is not null ? $"There is somebody with the sign-in name “{name}” already."
            : now.Accounts.Count() >= MaxAccounts ? $"There are {MaxAccounts} accounts; remove some first."
            : null);

    /// <summary>The account with another role; then its sign-ins from before no longer count.</summary>
    public static Account WithRole(Account account, PortalRole role) =>
        account.Role == role ? account : account with { Role = role, Stamp = NewStamp() };
}

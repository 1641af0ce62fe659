namespace WebShell.Core.Accounts;

/// <summary>Where the accounts lie.</summary>
public interface IAccountTable
{
    /// <exception cref="AccountException">It cannot be read.</exception>
    Task<AccountSet> ReadAsync(CancellationToken cancellationToken);

    /// <summary>The number of the last write; 0 before the first.</summary>
    /// <exception cref="AccountException">It cannot be read.</exception>
    Task<long> ReadRevisionAsync(CancellationToken cancellationToken);

    /// <summary>Writes a change that was decided on <paramref name="basis"/>.</summary>
    /// <returns>False, and nothing is written, where somebody wrote meanwhile.</returns>
    /// <exception cref="AccountException">It cannot be written; nothing is.</exception>
    Task<bool> WriteAsync(AccountChange change, AccountSet basis, CancellationToken cancellationToken);
}

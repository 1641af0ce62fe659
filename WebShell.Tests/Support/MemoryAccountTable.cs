using WebShell.Core.Accounts;

namespace WebShell.Tests.Support;

/// <summary>Accounts in memory, for several nodes.</summary>
internal sealed class MemoryAccountTable : IAccountTable
{
    private volatile AccountSet _set = AccountSet.Empty;

    public bool IsBroken { get; set; }

    public Task<AccountSet> ReadAsync(CancellationToken cancellationToken) => Answer(_set);

    public Task<long> ReadRevisionAsync(CancellationToken cancellationToken) => Answer(_set.Revision);

    public Task<bool> WriteAsync(AccountChange change, AccountSet basis, CancellationToken cancellationToken)
    {
        var isFirst = _set.Revision == basis.Revision;
        if (isFirst && !IsBroken)
        {
            _set = basis.With(change);
        }

        return Answer(isFirst);
    }

    private Task<T> Answer<T>(T answer) => IsBroken ? Task.FromException<T>(new AccountException("The database does not answer.")) : Task.FromResult(answer);
}

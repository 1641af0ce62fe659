using WebShell.Core.Credentials.Keys;

namespace WebShell.Core.Accounts;

/// <summary>The sealed keys of authenticator apps, for wrapping them anew. Whose key is lost has no second factor any more and sets one up again.</summary>
internal sealed class SealedAuthenticators(AccountBook book) : ISealedRows
{
    public string Name => "authenticators";

    public async Task<IReadOnlyList<Guid>> ListAsync(CancellationToken cancellationToken)
    {
        await book.FollowAsync(cancellationToken);
        return [.. Rows(book.Now).Select(row => row.Sealed.Binding.Id)];
    }

    public Task<IReadOnlyList<SealedRow>> ReadAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SealedRow>>([.. Rows(book.Now).Select(row => row.Sealed).Where(row => ids.Contains(row.Binding.Id))]);

    public async Task<int> ReplaceAsync(IReadOnlyList<(SealedRow Row, byte[] Secret)> changes, CancellationToken cancellationToken)
    {
        var count = 0;
        await book.ChangeAsync(
            now =>
            {
                var anew = (from row in Rows(now)
                            from change in changes
                            where change.Row.Binding == row.Sealed.Binding && change.Row.Secret.AsSpan().SequenceEqual(row.Sealed.Secret)
                            select (row.AccountId, change.Secret)).ToArray();
                count = anew.Length;
                return ValueTask.FromResult(Change(anew.ToDictionary(pair => pair.AccountId, pair => now.MeansOf(pair.AccountId) with { CodeKey = pair.Secret })));
            },
            cancellationToken);
        return count;
    }

    public Task ForgetAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) => book.ChangeAsync(
        now => ValueTask.FromResult(Change(Rows(now).Where(row => ids.Contains(row.Sealed.Binding.Id))
            .ToDictionary(row => row.AccountId, row => now.MeansOf(row.AccountId) with { CodeKey = null, CodeStep = 0, RecoveryCodes = [] }))),
        cancellationToken);

    private static AccountChange? Change(Dictionary<string, SignInMeans> means) => means.Count == 0 ? null : new AccountChange { Means = means };

    private static IEnumerable<(string AccountId, SealedRow Sealed)> Rows(AccountSet now) => now.Accounts
        .Where(account => now.MeansOf(account.Id).HasCode)
        .Select(account => (account.Id, new SealedRow(SignInDesk.CodeBinding(account.Id), now.MeansOf(account.Id).CodeKey!)));
}

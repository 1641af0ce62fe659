using Microsoft.EntityFrameworkCore;
using WebShell.Core.Credentials.Keys;
using WebShell.Core.Credentials.Shared;

namespace WebShell.Core.Storage;

/// <summary>The secrets of <see cref="SharedCredential"/>, for wrapping them anew.</summary>
internal sealed class SealedSharedCredentials(IDbContextFactory<PortalDb> contexts) : ISealedRows
{
    private static readonly byte[] None = [];

    public string Name => "shared credentials";

    public async Task<IReadOnlyList<Guid>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.SharedCredentials.Where(row => row.Secret != None).OrderBy(row => row.NameKey).Select(row => row.Id).ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<SealedRow>> ReadAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.SharedCredentials.AsNoTracking().Where(row => ids.Contains(row.Id) && row.Secret != None).ToListAsync(cancellationToken);
        return [.. rows.Select(row => new SealedRow(row.Binding, row.Secret))];
    }

    public async Task<int> ReplaceAsync(IReadOnlyList<(SealedRow Row, byte[] Secret)> changes, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var count = 0;
        foreach (var (row, secret) in changes)
        {
            count += await db.SharedCredentials.Where(shared => shared.Id == row.Binding.Id && shared.Secret == row.Secret)
                .ExecuteUpdateAsync(change => change.SetProperty(shared => shared.Secret, secret), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return count;
    }

    // The credential stays, with its machines and its history: it is rotated, not made anew.
    public async Task ForgetAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.SharedCredentials.Where(row => ids.Contains(row.Id)).ExecuteUpdateAsync(change => change.SetProperty(row => row.Secret, None), cancellationToken);
    }
}

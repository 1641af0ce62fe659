using Microsoft.EntityFrameworkCore;
using WebShell.Core.Credentials;
using WebShell.Core.Credentials.Keys;

namespace WebShell.Core.Storage;

/// <summary>The secrets of <see cref="SavedCredential"/>, for wrapping them anew.</summary>
internal sealed class SealedSavedCredentials(IDbContextFactory<PortalDb> contexts) : ISealedRows
{
    public string Name => "people's own credentials";

    public async Task<IReadOnlyList<Guid>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.SavedCredentials.OrderBy(row => row.AddedAt).Select(row => row.Id).ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<SealedRow>> ReadAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.SavedCredentials.AsNoTracking().Where(row => ids.Contains(row.Id)).ToListAsync(cancellationToken);
        return [.. rows.Select(row => new SealedRow(row.Binding, row.Secret))];
    }

    public async Task<int> ReplaceAsync(IReadOnlyList<(SealedRow Row, byte[] Secret)> changes, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var count = 0;
        foreach (var (row, secret) in changes)
        {
            count += await db.SavedCredentials.Where(saved => saved.Id == row.Binding.Id && saved.Secret == row.Secret)
                .ExecuteUpdateAsync(change => change.SetProperty(saved => saved.Secret, secret), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return count;
    }

    public async Task ForgetAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.SavedCredentials.Where(row => ids.Contains(row.Id)).ExecuteDeleteAsync(cancellationToken);
    }
}

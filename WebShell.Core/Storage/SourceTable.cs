using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Import;

namespace WebShell.Core.Storage;

/// <summary>The sources of machines and their history in the database.</summary>
internal sealed class SourceTable(IDbContextFactory<PortalDb> contexts) : ISourceTable
{
    public Task<IReadOnlyList<MachineSource>> ListAsync(CancellationToken cancellationToken) => AskAsync<IReadOnlyList<MachineSource>>(
        async db => [.. (await db.MachineSources.AsNoTracking().OrderBy(row => row.NameKey).ToListAsync(cancellationToken)).Select(row => row.ToSource())],
        cancellationToken);

    public Task SaveAsync(MachineSource source, CancellationToken cancellationToken) => AskAsync(
        async db =>
        {
            var row = SourceRow.Of(source);
            db.Entry(row).State = await db.MachineSources.AnyAsync(known => known.Id == row.Id, cancellationToken) ? EntityState.Modified : EntityState.Added;
            try
            {
                return await db.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateException e) when (DatabaseFault.IsTaken(e))
            {
                throw new InventoryException($"There is a source named {source.Name} already; give this one another name.", e);
            }
        },
        cancellationToken);

    public Task RemoveAsync(string id, CancellationToken cancellationToken) =>
        AskAsync(db => db.MachineSources.Where(row => row.Id == id).ExecuteDeleteAsync(cancellationToken), cancellationToken);

    public Task NoteAsync(SyncRecord record, int most, CancellationToken cancellationToken) => AskAsync(
        async db =>
        {
            db.MachineSyncs.Add(record);
            await db.SaveChangesAsync(cancellationToken);
            var old = await db.MachineSyncs.Where(row => row.SourceId == record.SourceId)
                .OrderByDescending(row => row.At).Skip(most).Select(row => row.Id).ToListAsync(cancellationToken);
            return await db.MachineSyncs.Where(row => old.Contains(row.Id)).ExecuteDeleteAsync(cancellationToken);
        },
        cancellationToken);

    public Task<IReadOnlyList<SyncRecord>> HistoryAsync(string sourceId, int most, CancellationToken cancellationToken) => AskAsync<IReadOnlyList<SyncRecord>>(
        async db => await db.MachineSyncs.AsNoTracking().Where(row => row.SourceId == sourceId).OrderByDescending(row => row.At).Take(most).ToListAsync(cancellationToken),
        cancellationToken);

    private async Task<T> AskAsync<T>(Func<PortalDb, Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            return await ask(db);
        }
        catch (Exception e) when (e is DbException or DbUpdateException)
        {
            throw new InventoryException($"The database did not do it: {(e.InnerException ?? e).Message}", e);
        }
    }
}

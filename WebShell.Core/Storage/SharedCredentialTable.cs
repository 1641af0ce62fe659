using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using WebShell.Core.Credentials.Shared;

namespace WebShell.Core.Storage;

/// <summary>Shared credentials in the database.</summary>
internal sealed class SharedCredentialTable(IDbContextFactory<PortalDb> contexts) : ISharedCredentialTable
{
    /// <summary>Read whole for every connection.</summary>
    private const int MaxCredentials = 500;

    public Task<IReadOnlyList<SharedCredential>> ListAsync(CancellationToken cancellationToken) => AskAsync<IReadOnlyList<SharedCredential>>(
        async db => await db.SharedCredentials.AsNoTracking().OrderBy(row => row.NameKey).ToListAsync(cancellationToken), cancellationToken);

    public Task AddAsync(SharedCredential row, IReadOnlyList<SharedBinding> confirmed, SharedChange change, CancellationToken cancellationToken) => AskAsync(
        async db =>
        {
            if (await db.SharedCredentials.CountAsync(cancellationToken) >= MaxCredentials)
            {
                throw new SharedCredentialException($"There are {MaxCredentials} shared credentials; remove one first.");
            }

            db.SharedCredentials.Add(row);
            db.SharedBindings.AddRange(confirmed);
            db.SharedChanges.Add(change);
            return await db.SaveChangesAsync(cancellationToken);
        },
        cancellationToken);

    public Task ReplaceAsync(SharedCredential row, IReadOnlyList<SharedBinding> confirmed, SharedChange change, CancellationToken cancellationToken) => AskAsync(
        async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var version = row.Version - 1;
            var changed = await db.SharedCredentials.Where(known => known.Id == row.Id && known.Version == version).ExecuteUpdateAsync(
                change => change.SetProperty(known => known.Name, row.Name).SetProperty(known => known.NameKey, row.NameKey)
                    .SetProperty(known => known.Description, row.Description).SetProperty(known => known.Owner, row.Owner)
                    .SetProperty(known => known.Machines, row.Machines).SetProperty(known => known.Login, row.Login)
                    .SetProperty(known => known.Secret, row.Secret).SetProperty(known => known.PublicLine, row.PublicLine)
                    .SetProperty(known => known.RotatedAt, row.RotatedAt).SetProperty(known => known.RotatedBy, row.RotatedBy)
                    .SetProperty(known => known.Version, row.Version),
                cancellationToken);
            RequireOne(changed);
            await PutAsync(db, confirmed, change, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return changed;
        },
        cancellationToken);

    public Task ConfirmAsync(IReadOnlyList<SharedBinding> confirmed, SharedChange change, CancellationToken cancellationToken) => AskAsync(
        async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await PutAsync(db, confirmed, change, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return confirmed.Count;
        },
        cancellationToken);

    public Task RemoveAsync(Guid id, int version, CancellationToken cancellationToken) => AskAsync(
        async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            RequireOne(await db.SharedCredentials.Where(row => row.Id == id && row.Version == version).ExecuteDeleteAsync(cancellationToken));
            await db.SharedBindings.Where(row => row.CredentialId == id).ExecuteDeleteAsync(cancellationToken);
            await db.SharedChanges.Where(row => row.CredentialId == id).ExecuteDeleteAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return 1;
        },
        cancellationToken);

    public Task<IReadOnlyList<SharedBinding>> BindingsAsync(Guid? id, CancellationToken cancellationToken) => AskAsync<IReadOnlyList<SharedBinding>>(
        async db => await db.SharedBindings.AsNoTracking().Where(row => id == null || row.CredentialId == id).ToListAsync(cancellationToken), cancellationToken);

    public Task<SharedBinding?> BindingAsync(Guid id, string slug, CancellationToken cancellationToken) => AskAsync(
        db => db.SharedBindings.AsNoTracking().FirstOrDefaultAsync(row => row.CredentialId == id && row.Slug == slug, cancellationToken), cancellationToken);

    public Task NoteUseAsync(Guid id, DateTimeOffset at, string by, string on, CancellationToken cancellationToken) => AskAsync(
        db => db.SharedCredentials.Where(row => row.Id == id).ExecuteUpdateAsync(
            change => change.SetProperty(row => row.LastUsedAt, at).SetProperty(row => row.LastUsedBy, by).SetProperty(row => row.LastUsedOn, on), cancellationToken),
        cancellationToken);

    public Task<IReadOnlyList<SharedChange>> HistoryAsync(Guid id, int most, CancellationToken cancellationToken) => AskAsync<IReadOnlyList<SharedChange>>(
        async db => await db.SharedChanges.AsNoTracking().Where(row => row.CredentialId == id).OrderByDescending(row => row.At).Take(most).ToListAsync(cancellationToken), cancellationToken);

    private static async Task PutAsync(PortalDb db, IReadOnlyList<SharedBinding> confirmed, SharedChange change, CancellationToken cancellationToken)
    {
        foreach (var part in confirmed.Chunk(500))
        {
            var (id, slugs) = (part[0].CredentialId, part.Select(binding => binding.Slug).ToArray());
            await db.SharedBindings.Where(row => row.CredentialId == id && slugs.Contains(row.Slug)).ExecuteDeleteAsync(cancellationToken);
        }

        db.SharedBindings.AddRange(confirmed);
        db.SharedChanges.Add(change);
        await db.SaveChangesAsync(cancellationToken);
    }

    private static void RequireOne(int changed)
    {
        if (changed != 1)
        {
            throw new SharedCredentialException("Somebody changed or removed it meanwhile. Look at it again; nothing was changed.");
        }
    }

    private async Task<T> AskAsync<T>(Func<PortalDb, Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            return await ask(db);
        }
        catch (DbUpdateException e) when (DatabaseFault.IsTaken(e))
        {
            throw new SharedCredentialException("There is a shared credential of that name already; give this one another name.", e);
        }
        catch (Exception e) when (DatabaseFault.IsTaken(e))
        {
            throw new SharedCredentialException("There is a shared credential of that name already; give this one another name.", e);
        }
        catch (Exception e) when (e is DbException or DbUpdateException or TimeoutException)
        {
            throw new SharedCredentialException($"The database did not do it: {(e.InnerException ?? e).Message}", e);
        }
    }
}

using Microsoft.EntityFrameworkCore;
using WebShell.Core.Credentials;

namespace WebShell.Core.Storage;

/// <summary>Stored credentials in the database.</summary>
internal sealed class SavedCredentialTable(IDbContextFactory<PortalDb> contexts) : ISavedCredentialTable
{
    public async Task AddAsync(SavedCredential row, int most, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.SavedCredentials.CountAsync(saved => saved.OwnerId == row.OwnerId, cancellationToken) >= most)
        {
            throw new SavedCredentialException($"You have {most} stored credentials; remove one on your account page first.");
        }

        db.SavedCredentials.Add(row);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (DatabaseFault.IsTaken(e))
        {
            throw new SavedCredentialException($"You have a credential named {row.Name} already; give this one another name.");
        }
    }

    public async Task<IReadOnlyList<SavedCredentialLine>> ListAsync(string ownerId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.SavedCredentials.AsNoTracking().Where(saved => saved.OwnerId == ownerId).OrderBy(saved => saved.Name)
            .Select(saved => new SavedCredentialLine(saved.Id, saved.Name, saved.Kind, saved.AddedAt, saved.LastUsedAt)).ToListAsync(cancellationToken);
    }

    public async Task<SavedCredential?> FindAsync(string ownerId, Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.SavedCredentials.AsNoTracking().FirstOrDefaultAsync(saved => saved.Id == id && saved.OwnerId == ownerId, cancellationToken);
    }

    public async Task<bool> ReplaceAsync(string ownerId, Guid id, byte[] secret, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.SavedCredentials.Where(saved => saved.Id == id && saved.OwnerId == ownerId)
            .ExecuteUpdateAsync(change => change.SetProperty(saved => saved.Secret, secret), cancellationToken) > 0;
    }

    public async Task NoteUseAsync(string ownerId, Guid id, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.SavedCredentials.Where(saved => saved.Id == id && saved.OwnerId == ownerId)
            .ExecuteUpdateAsync(change => change.SetProperty(saved => saved.LastUsedAt, at), cancellationToken);
    }

    public async Task<bool> RemoveAsync(string ownerId, Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.SavedCredentials.Where(saved => saved.Id == id && saved.OwnerId == ownerId).ExecuteDeleteAsync(cancellationToken) > 0;
    }
}

using WebShell.Core.Credentials;

namespace WebShell.Tests.Support;

/// <summary>Stored credentials in a list.</summary>
internal sealed class MemoryCredentialTable : ISavedCredentialTable
{
    public List<SavedCredential> Rows { get; } = [];

    public Task AddAsync(SavedCredential row, int most, CancellationToken cancellationToken)
    {
        Rows.Add(row);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<SavedCredentialLine>> ListAsync(string ownerId, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<SavedCredentialLine>>(
        [.. Rows.Where(row => row.OwnerId == ownerId).Select(row => new SavedCredentialLine(row.Id, row.Name, row.Kind, row.AddedAt, row.LastUsedAt))]);

    public Task<SavedCredential?> FindAsync(string ownerId, Guid id, CancellationToken cancellationToken) =>
        Task.FromResult(Rows.Find(row => row.Id == id && row.OwnerId == ownerId));

    public Task<bool> ReplaceAsync(string ownerId, Guid id, byte[] secret, CancellationToken cancellationToken)
    {
        var at = Rows.FindIndex(row => row.Id == id && row.OwnerId == ownerId);
        if (at >= 0)
        {
            var row = Rows[at];
            Rows[at] = new SavedCredential { Id = id, OwnerId = ownerId, Name = row.Name, Kind = row.Kind, Secret = secret, AddedAt = row.AddedAt, LastUsedAt = row.LastUsedAt };
        }

        return Task.FromResult(at >= 0);
    }

    public Task NoteUseAsync(string ownerId, Guid id, DateTimeOffset at, CancellationToken cancellationToken)
    {
        Rows.Single(row => row.Id == id && row.OwnerId == ownerId).LastUsedAt = at;
        return Task.CompletedTask;
    }

    public Task<bool> RemoveAsync(string ownerId, Guid id, CancellationToken cancellationToken) =>
        Task.FromResult(Rows.RemoveAll(row => row.Id == id && row.OwnerId == ownerId) > 0);
}

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

    public Task NoteUseAsync(string ownerId, Guid id, DateTimeOffset at, CancellationToken cancellationToken)
    {
        Rows.Single(row => row.Id == id && row.OwnerId == ownerId).LastUsedAt = at;
        return Task.CompletedTask;
    }

    public Task<bool> RemoveAsync(string ownerId, Guid id, CancellationToken cancellationToken) =>
        Task.FromResult(Rows.RemoveAll(row => row.Id == id && row.OwnerId == ownerId) > 0);
}

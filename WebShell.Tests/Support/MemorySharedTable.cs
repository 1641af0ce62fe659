using WebShell.Core.Credentials.Shared;

namespace WebShell.Tests.Support;

/// <summary>Shared credentials in lists.</summary>
internal sealed class MemorySharedTable : ISharedCredentialTable
{
    private readonly List<SharedCredential> _rows = [];
    private readonly List<SharedBinding> _bindings = [];
    private readonly List<SharedChange> _changes = [];

    public Task<IReadOnlyList<SharedCredential>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<SharedCredential>>([.. _rows.OrderBy(row => row.NameKey)]);

    public Task AddAsync(SharedCredential row, IReadOnlyList<SharedBinding> confirmed, SharedChange change, CancellationToken cancellationToken)
    {
        _rows.Add(row);
        return ConfirmAsync(confirmed, change, cancellationToken);
    }

    public Task ReplaceAsync(SharedCredential row, IReadOnlyList<SharedBinding> confirmed, SharedChange change, CancellationToken cancellationToken)
    {
        _rows.RemoveAll(known => known.Id == row.Id);
        return AddAsync(row, confirmed, change, cancellationToken);
    }

    public Task ConfirmAsync(IReadOnlyList<SharedBinding> confirmed, SharedChange change, CancellationToken cancellationToken)
    {
        _bindings.RemoveAll(known => confirmed.Any(binding => binding.CredentialId == known.CredentialId && binding.Slug == known.Slug));
        _bindings.AddRange(confirmed);
        _changes.Insert(0, change);
        return Task.CompletedTask;
    }

    public Task RemoveAsync(Guid id, int version, CancellationToken cancellationToken)
    {
        _rows.RemoveAll(row => row.Id == id);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<SharedBinding>> BindingsAsync(Guid? id, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SharedBinding>>([.. _bindings.Where(row => id is null || row.CredentialId == id)]);

    public Task<SharedBinding?> BindingAsync(Guid id, string slug, CancellationToken cancellationToken) =>
        Task.FromResult(_bindings.Find(row => row.CredentialId == id && row.Slug == slug));

    public Task NoteUseAsync(Guid id, DateTimeOffset at, string by, string on, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<SharedChange>> HistoryAsync(Guid id, int most, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SharedChange>>([.. _changes.Where(change => change.CredentialId == id).Take(most)]);
}

namespace WebShell.Core.Credentials.Shared;

/// <summary>Where shared credentials lie, with the machines they are confirmed for and their history. What is written is written whole or not at all.</summary>
public interface ISharedCredentialTable
{
    /// <summary>By name.</summary>
    Task<IReadOnlyList<SharedCredential>> ListAsync(CancellationToken cancellationToken);

    /// <exception cref="SharedCredentialException">The name is taken, or there are too many.</exception>
    Task AddAsync(SharedCredential row, IReadOnlyList<SharedBinding> confirmed, SharedChange change, CancellationToken cancellationToken);

    /// <summary>Replaces what has the version before, with the machines that are confirmed by it.</summary>
    /// <exception cref="SharedCredentialException">It is another version by now, or gone, or the name is taken.</exception>
    Task ReplaceAsync(SharedCredential row, IReadOnlyList<SharedBinding> confirmed, SharedChange change, CancellationToken cancellationToken);

    /// <summary>Confirms machines anew.</summary>
    Task ConfirmAsync(IReadOnlyList<SharedBinding> confirmed, SharedChange change, CancellationToken cancellationToken);

    /// <exception cref="SharedCredentialException">It is another version by now.</exception>
    Task RemoveAsync(Guid id, int version, CancellationToken cancellationToken);

    Task<IReadOnlyList<SharedBinding>> BindingsAsync(Guid? id, CancellationToken cancellationToken);

    Task<SharedBinding?> BindingAsync(Guid id, string slug, CancellationToken cancellationToken);

    Task NoteUseAsync(Guid id, DateTimeOffset at, string by, string on, CancellationToken cancellationToken);

    /// <summary>The newest first.</summary>
    Task<IReadOnlyList<SharedChange>> HistoryAsync(Guid id, int most, CancellationToken cancellationToken);
}

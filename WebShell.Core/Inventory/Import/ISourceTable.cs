namespace WebShell.Core.Inventory.Import;

/// <summary>Where the sources are kept, and the history of their syncs. The configured file has no row; its history has.</summary>
public interface ISourceTable
{
    /// <summary>By name.</summary>
    /// <exception cref="InventoryException">It cannot be read; the message is for the user.</exception>
    Task<IReadOnlyList<MachineSource>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Adds it, or replaces the one of its id.</summary>
    /// <exception cref="InventoryException">The name is taken, or it cannot be written.</exception>
    Task SaveAsync(MachineSource source, CancellationToken cancellationToken);

    /// <exception cref="InventoryException">It cannot be written.</exception>
    Task RemoveAsync(string id, CancellationToken cancellationToken);

    /// <summary>Keeps it, and of that source the newest <paramref name="most"/>.</summary>
    /// <exception cref="InventoryException">It cannot be written.</exception>
    Task NoteAsync(SyncRecord record, int most, CancellationToken cancellationToken);

    /// <summary>The newest first.</summary>
    /// <exception cref="InventoryException">It cannot be read.</exception>
    Task<IReadOnlyList<SyncRecord>> HistoryAsync(string sourceId, int most, CancellationToken cancellationToken);
}

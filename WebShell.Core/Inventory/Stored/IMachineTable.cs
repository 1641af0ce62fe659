namespace WebShell.Core.Inventory.Stored;

/// <summary>Where the machines are kept: all rows have one revision, and a write is for exactly the revision it was decided on.</summary>
public interface IMachineTable
{
    /// <summary>Every row, removed ones too, of one moment.</summary>
    /// <exception cref="InventoryException">It cannot be read; the message is for the user.</exception>
    Task<MachineSet> ReadAsync(CancellationToken cancellationToken);

    /// <summary>The number of the last write; 0 before the first.</summary>
    /// <exception cref="InventoryException">It cannot be read.</exception>
    Task<long> ReadRevisionAsync(CancellationToken cancellationToken);

    /// <summary>Adds the rows of version 1 and replaces the others, all or none, and makes the revision one more.</summary>
    /// <returns>False: somebody else wrote since <paramref name="revision"/>; nothing was written.</returns>
    /// <exception cref="InventoryException">It cannot be written; nothing was.</exception>
    Task<bool> WriteAsync(IReadOnlyCollection<StoredMachine> rows, long revision, CancellationToken cancellationToken);
}

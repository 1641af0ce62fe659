using WebShell.Core.Inventory;

namespace WebShell.App.Inventory;

/// <summary>Machines that stand together in the table, below a head unless it is the only one.</summary>
/// <param name="Key">Tells it from the others, and says again whether it was closed.</param>
/// <param name="Title">What the head says; null: it has none.</param>
/// <param name="Machines">In their order.</param>
public sealed record MachineSection(string Key, string? Title, IReadOnlyList<Vm> Machines)
{
    /// <summary>Only its head is shown.</summary>
    public bool IsClosed { get; init; }

    /// <summary>How many rows it takes, the head's included.</summary>
    public int Rows => (Title is null ? 0 : 1) + (IsClosed ? 0 : Machines.Count);
}

using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Stored;

namespace WebShell.Core.Editing;

/// <summary>What came of changing several machines at once.</summary>
public sealed record BulkOutcome
{
    /// <summary>The names of those that were changed.</summary>
    public IReadOnlyList<string> Changed { get; init; } = [];

    /// <summary>Those that were not, each with the reason.</summary>
    public IReadOnlyList<string> Skipped { get; init; } = [];

    /// <summary>What is wrong with what was asked for; nothing was changed then.</summary>
    public IReadOnlyList<FieldMistake> Mistakes { get; init; } = [];

    /// <summary>What takes it back; null where nothing was changed.</summary>
    public BulkUndo? Undo { get; init; }
}

/// <summary>The machines as they were before an act, to go back to: each only while nobody changed it again.</summary>
public sealed class BulkUndo
{
    internal BulkUndo(IReadOnlyList<(StoredMachine Before, int VersionAfter)> steps) => Steps = steps;

    /// <summary>How many machines it is about.</summary>
    public int Count => Steps.Count;

    internal IReadOnlyList<(StoredMachine Before, int VersionAfter)> Steps { get; }
}

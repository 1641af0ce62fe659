using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Stored;

namespace WebShell.Core.Editing;

/// <summary>What came of saving one machine: it is saved, or there are mistakes, or somebody else was faster. Nothing was changed unless it is saved.</summary>
public sealed record EditOutcome
{
    /// <summary>The machine as it is now; null: it was not saved.</summary>
    public StoredMachine? Saved { get; init; }

    /// <summary>Every mistake, with its field.</summary>
    public IReadOnlyList<FieldMistake> Mistakes { get; init; } = [];

    /// <summary>What somebody else changed since the machine was opened.</summary>
    public EditConflict? Conflict { get; init; }
}

/// <summary>Two people changed the same machine: what the first one did, what the second one wants, and both together.</summary>
/// <param name="Current">The machine as it is now, removed perhaps. Saving on this basis is saving after having been told.</param>
/// <param name="Theirs">What was changed since the second one began.</param>
/// <param name="Mine">What the second one changed.</param>
public sealed record EditConflict(StoredMachine Current, IReadOnlyList<FieldChange> Theirs, IReadOnlyList<FieldChange> Mine)
{
    /// <summary>The fields that both changed, and differently: one of the two values must go.</summary>
    public IReadOnlyList<string> Contested =>
        [.. from their in Theirs join mine in Mine on their.Field equals mine.Field where their.To != mine.To select mine.Field];

    /// <summary>The machine with the changes of both; of contested fields the first one's value, unless it is to be the second one's.</summary>
    public Vm Together(Vm mine, Func<string, bool> takesMine)
    {
        var contested = Contested;
        return Mine.Where(change => !contested.Contains(change.Field) || takesMine(change.Field))
            .Aggregate(Current.Machine, (machine, change) => MachineFields.Take(machine, mine, change.Field));
    }
}

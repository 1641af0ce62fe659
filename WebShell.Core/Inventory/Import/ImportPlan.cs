using WebShell.Core.Inventory.Formats;
using WebShell.Core.Inventory.Stored;

namespace WebShell.Core.Inventory.Import;

/// <summary>What taking over a listing would do, worked out on one revision of the machines; nothing is done yet.</summary>
public sealed record ImportPlan
{
    /// <summary>A source may lose this many machines at a time without anybody looking; and of a large one, a fifth.</summary>
    public const int UnquestionedRemovals = 10;

    public const double UnquestionedShare = 0.2;

    /// <summary>One missing jump host can cut off thousands.</summary>
    public const int MaxBrokenWays = 100;

    public required MachineSource Source { get; init; }

    /// <summary>The revision it is for: when the machines moved on, a new plan is needed.</summary>
    public required long Revision { get; init; }

    /// <summary>Machines that are new or come back.</summary>
    public IReadOnlyList<PlannedAddition> Added { get; init; } = [];

    public IReadOnlyList<PlannedChange> Changed { get; init; } = [];

    /// <summary>Machines that the source does not list any more. They are removed, not deleted: when it lists them again they come back with all they had.</summary>
    public IReadOnlyList<StoredMachine> Removed { get; init; } = [];

    /// <summary>What is left as it is although the source says otherwise.</summary>
    public IReadOnlyList<ImportConflict> Conflicts { get; init; } = [];

    /// <summary>Machines of the source that are not taken, each with the reason. Those that were known before stay as they are.</summary>
    public IReadOnlyList<Rejection> Rejected { get; init; } = [];

    /// <summary>Ways through jump hosts that doing it would break, a sentence each, at most <see cref="MaxBrokenWays"/>; the machines are taken over all the same.</summary>
    public IReadOnlyList<string> BrokenWays { get; init; } = [];

    /// <summary>What was understood and has no meaning here.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    public int Unchanged { get; init; }

    /// <summary>Machines that are not listed and stay all the same, because something in the listing could not be read and may have been them.</summary>
    public int Spared { get; init; }

    /// <summary>How many machines the source has now.</summary>
    public int Known { get; init; }

    /// <summary>The rows that doing it writes.</summary>
    internal IReadOnlyList<StoredMachine> Rows { get; init; } = [];

    public bool IsEmpty => Added.Count + Changed.Count + Removed.Count == 0;

    /// <summary>It would remove so many that a schedule does not do it alone.</summary>
    public bool RemovesMany => Removed.Count > Math.Max(UnquestionedRemovals, Known * UnquestionedShare);

    /// <summary>The counts as a sentence.</summary>
    public string Sentence => IsEmpty && Conflicts.Count + Rejected.Count == 0
        ? $"{Unchanged:N0} machines, nothing changed."
        : $"{Added.Count:N0} added, {Changed.Count:N0} changed, {Removed.Count:N0} removed, {Unchanged:N0} unchanged"
            + (Conflicts.Count > 0 ? $", {Conflicts.Count:N0} left as people or other sources have them" : "")
            + (Rejected.Count > 0 ? $", {Rejected.Count:N0} not taken" : "")
            + (Spared > 0 ? $", {Spared:N0} kept because a part could not be read" : "") + ".";
}

/// <summary>A machine that comes.</summary>
/// <param name="Machine">As it will be.</param>
/// <param name="Place">Where its source lists it.</param>
/// <param name="ComesBack">It was there before: it has its slug, pinned keys and favourites again.</param>
public sealed record PlannedAddition(Vm Machine, string Place, bool ComesBack);

/// <summary>A machine that changes, field by field.</summary>
public sealed record PlannedChange(StoredMachine Before, Vm After, string Place, IReadOnlyList<FieldChange> Fields);

/// <summary>Something the source says that is not taken over by itself.</summary>
/// <param name="Id">What it is chosen by; the same in each plan.</param>
/// <param name="Name">The machine.</param>
/// <param name="Place">Where the source says it.</param>
/// <param name="Change">The field that a person took over, what it is and what the source says; null: it is about the whole machine.</param>
/// <param name="Sentence">Why it is left as it is.</param>
/// <param name="MayBeTaken">Whether one can decide for the source.</param>
public sealed record ImportConflict(string Id, string Name, string Place, FieldChange? Change, string Sentence, bool MayBeTaken);

namespace WebShell.Core.Inventory.Stored;

/// <summary>A machine as it is kept, with what its upkeep needs. Its slug is the key; it is never deleted, only removed.</summary>
public sealed record StoredMachine
{
    /// <summary>What the source of a machine that a person added is called.</summary>
    public const string ByHand = "added by hand";

    public required Vm Machine { get; init; }

    /// <summary>The source that lists it; null: a person added it.</summary>
    public string? SourceId { get; init; }

    /// <summary>The name that its source lists it by, also after a person renamed it; null where no source lists it.</summary>
    public string? ListedAs { get; init; }

    /// <summary>The fields that people took over from the source → what the source said then (<see cref="MachineFields"/>).</summary>
    public IReadOnlyDictionary<string, string> Edited { get; init; } = NothingEdited;

    /// <summary>From 1, one more with each change.</summary>
    public int Version { get; init; } = 1;

    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Who changed it last, by name: a person, or a source.</summary>
    public required string ChangedBy { get; init; }

    /// <summary>Set exactly when it is removed: it is listed nowhere, and can come back.</summary>
    public DateTimeOffset? RemovedAt { get; init; }

    /// <summary>The source that ceased to list it; null: a person removed it, or it is not removed.</summary>
    public string? RemovedBySourceId { get; init; }

    public string Slug => Machine.Slug;

    public string Name => Machine.Name;

    public bool IsRemoved => RemovedAt is not null;

    /// <summary>
    /// The machine after a person changed it: there again if it was removed, and what the person changed is the person's from now on. A field that
    /// is as its source said again is the source's again.
    /// </summary>
    public StoredMachine EditedTo(Vm wanted, string by, DateTimeOffset at)
    {
        var edited = new Dictionary<string, string>(Edited);
        foreach (var change in SourceId is null ? [] : MachineFields.Differences(Machine, wanted))
        {
            if (!edited.TryAdd(change.Field, change.From) && edited[change.Field] == change.To)
            {
                edited.Remove(change.Field);
            }
        }

        return this with { Machine = wanted, Edited = edited, Version = Version + 1, ChangedAt = at, ChangedBy = by, RemovedAt = null, RemovedBySourceId = null };
    }

    internal static IReadOnlyDictionary<string, string> NothingEdited { get; } = new Dictionary<string, string>();
}

namespace WebShell.Core.Inventory.Import;

/// <summary>One look at a source and what came of it, as the history keeps it.</summary>
public sealed record SyncRecord
{
    public const int MaxSentenceLength = 1000;
    public const int MaxDetailsLength = 16 * 1024;

    public Guid Id { get; init; } = Guid.NewGuid();

    public required string SourceId { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Who asked for it, by name.</summary>
    public required string By { get; init; }

    public required SyncOutcome Outcome { get; init; }

    public int Added { get; init; }

    public int Changed { get; init; }

    public int Removed { get; init; }

    public int Conflicts { get; init; }

    public int Rejected { get; init; }

    public int Unchanged { get; init; }

    /// <summary>What happened, in one sentence.</summary>
    public required string Sentence { get; init; }

    /// <summary>Mistakes, one a line; cut at <see cref="MaxDetailsLength"/>.</summary>
    public string Details { get; init; } = "";
}

/// <summary>How a look at a source ended.</summary>
public enum SyncOutcome
{
    /// <summary>What it says was taken over.</summary>
    Applied,

    /// <summary>It says what is known already.</summary>
    Unchanged,

    /// <summary>It would remove so many that a person has to look first; nothing was changed.</summary>
    Held,

    /// <summary>It could not be read; nothing was changed.</summary>
    Failed,
}

namespace WebShell.Core.Personal;

/// <summary>A search of the machines with a name: what is asked for and how the answer is laid out. Of one person, or shared with everybody.</summary>
public sealed record SavedView
{
    public required Guid Id { get; init; }

    /// <summary>The person's id; empty: everybody's.</summary>
    public required string OwnerId { get; init; }

    /// <summary>1 to <see cref="PersonalLimits.ViewName"/> visible characters, unique among the owner's without regard to case.</summary>
    public required string Name { get; init; }

    /// <summary>What would be typed to ask for it; empty: every machine.</summary>
    public string Query { get; init; } = "";

    /// <summary>The column that it is sorted by, a minus in front for the other way round; empty: by name.</summary>
    public string Sort { get; init; } = "";

    /// <summary>What it is grouped by, separated by commas; empty: by nothing.</summary>
    public string Group { get; init; } = "";

    /// <summary>The columns in their order, separated by commas; empty: those of whoever looks.</summary>
    public string Columns { get; init; } = "";

    public bool IsShared => OwnerId.Length == 0;
}

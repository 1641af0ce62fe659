namespace WebShell.Core.Storage;

/// <summary>A machine as it lies in the database. What is searched for or must be unique has a column; the rest is one text.</summary>
internal sealed class MachineRow
{
    public const int MaxNameLength = 253;
    public const int MaxByLength = 256;

    /// <summary>The key, in lower case.</summary>
    public required string Slug { get; init; }

    public required string Name { get; init; }

    /// <summary>The name in lower case, so that it is unique; null for a removed machine, whose name is free.</summary>
    public string? NameKey { get; init; }

    public string? SourceId { get; init; }

    /// <summary>What people call the source.</summary>
    public required string Source { get; init; }

    public string? ListedAs { get; init; }

    /// <summary>All other fields, as JSON (<see cref="MachineFacts"/>).</summary>
    public required string Facts { get; init; }

    /// <summary>The fields that people took over, as JSON; null: none.</summary>
    public string? Edited { get; init; }

    public required int Version { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }

    public required string ChangedBy { get; init; }

    public DateTimeOffset? RemovedAt { get; init; }

    public string? RemovedBySourceId { get; init; }
}

/// <summary>How often the machines were written: the one row of its table.</summary>
internal sealed class MachineRevision
{
    public const int TheOnlyId = 1;

    public required int Id { get; init; }

    public required long Revision { get; init; }
}

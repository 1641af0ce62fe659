namespace WebShell.Core.Sessions;

/// <summary>One session as a list shows it, at one moment.</summary>
public sealed record SessionLine
{
    public required string Id { get; init; }

    /// <summary>What its owner calls it; null when it has no name of its own.</summary>
    public string? Name { get; init; }

    public required string VmName { get; init; }

    /// <summary>What the machine's urls go by.</summary>
    public required string VmSlug { get; init; }

    public required string Login { get; init; }

    /// <summary>The environment label of its machine, or empty.</summary>
    public required string Environment { get; init; }

    /// <summary>Why its owner goes there, or the ticket, where that was asked; else empty.</summary>
    public string Reason { get; init; } = "";

    public required string OwnerName { get; init; }

    /// <summary>It belongs to who looks at the list.</summary>
    public required bool IsMine { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public required SessionState State { get; init; }

    /// <summary>Since something was typed last; zero when it has ended.</summary>
    public TimeSpan Idle { get; init; }

    /// <summary>For how long no page has been there; null while one is, and when it has ended.</summary>
    public TimeSpan? Alone { get; init; }

    /// <summary>While no page is there: how long until it ends by that.</summary>
    public TimeSpan? GraceLeft { get; init; }

    /// <summary>The workspace (browser window) that has it, or had it last.</summary>
    public string Workspace { get; init; } = "";

    /// <summary>Whether who looks at the list may watch it; it is somebody else's, then.</summary>
    public bool MayWatch { get; init; }

    /// <summary>Whether who looks at the list may end it.</summary>
    public bool MayEnd { get; init; }

    /// <summary>Who watches it now, its owner left out.</summary>
    public IReadOnlyList<string> Onlookers { get; init; } = [];

    /// <summary>Set exactly when it has ended.</summary>
    public SessionEnd? End { get; init; }
}

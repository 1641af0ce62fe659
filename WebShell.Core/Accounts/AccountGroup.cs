using System.Collections.Immutable;

namespace WebShell.Core.Accounts;

/// <summary>People whom rules name together.</summary>
public sealed record AccountGroup
{
    public required string Id { get; init; }

    /// <summary>Unique without regard to case (<see cref="AccountNames"/>).</summary>
    public required string Name { get; init; }

    /// <summary>The ids of the accounts in it.</summary>
    public ImmutableHashSet<string> Members { get; init; } = [];

    /// <summary>Counts the changes; whoever began with an older one is told.</summary>
    public int Version { get; init; } = 1;
}

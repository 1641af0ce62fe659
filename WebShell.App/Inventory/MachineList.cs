using WebShell.Core.Inventory;
using WebShell.Core.Personal;

namespace WebShell.App.Inventory;

/// <summary>The answer to a <see cref="MachineFilter"/>, laid out.</summary>
public sealed record MachineList
{
    public required MachineFilter Filter { get; init; }

    /// <summary>The machines that match, in their order.</summary>
    public required VmMatches Matches { get; init; }

    /// <summary>How many there are without the filter.</summary>
    public required int Total { get; init; }

    public required MachineRows Rows { get; init; }

    /// <summary>Words to mark in names.</summary>
    public required IReadOnlyList<string> Words { get; init; }

    /// <summary>States asked for that there are none of.</summary>
    public required IReadOnlyList<string> UnknownStates { get; init; }

    /// <summary>States asked for that cannot be told, because nobody looks whether machines answer.</summary>
    public IReadOnlyList<string> UnwatchedStates { get; init; } = [];

    /// <summary>Whether machines answer decides what is in it, or in which order.</summary>
    public bool FollowsReach { get; init; }

    /// <summary>What was known of the user, and of who is where.</summary>
    public required MachineStates Now { get; init; }

    public required IReadOnlyList<MachineColumn> Columns { get; init; }

    /// <summary>The columns that are not a label's and can be chosen.</summary>
    public required IReadOnlyList<MachineColumn> Offered { get; init; }

    public required IReadOnlyList<string> Group { get; init; }

    public PersonalState Personal => Now.Personal;
}

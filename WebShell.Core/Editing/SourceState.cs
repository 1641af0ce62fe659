namespace WebShell.Core.Editing;

/// <summary>What happens with a source at this moment, on this node.</summary>
/// <param name="IsRead">It is being read and taken over.</param>
/// <param name="LastLookAt">When it was last looked at; null: not since the start.</param>
/// <param name="NextLookAt">When its schedule looks next; null: it has none, or rests.</param>
public sealed record SourceState(bool IsRead, DateTimeOffset? LastLookAt, DateTimeOffset? NextLookAt)
{
    public static SourceState Resting { get; } = new(IsRead: false, LastLookAt: null, NextLookAt: null);
}

namespace WebShell.Core.Reachability;

/// <summary>What is known of one machine's SSH port, at one moment.</summary>
public sealed record Reach
{
    public static Reach NeverLooked { get; } = new() { Words = "Not checked yet" };

    public ReachState State { get; init; }

    /// <summary>For people: <c>Reachable, 12 ms</c>, <c>Refused, port 22</c>, <c>Timed out after 5 s</c>.</summary>
    public required string Words { get; init; }

    /// <summary>Until the connection stood; null where it never did.</summary>
    public TimeSpan? RoundTrip { get; init; }

    public DateTimeOffset? CheckedAt { get; init; }

    /// <summary>When SSH last answered, since the portal started.</summary>
    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>Since when it answers, or does not, as far as is known; null: nobody looked.</summary>
    public DateTimeOffset? Since { get; init; }

    public bool IsReachable => State == ReachState.Reachable;

    /// <summary>Somebody looked, and SSH did not answer. What cannot be looked at is neither this nor reachable.</summary>
    public bool IsSilent => State is not (ReachState.Reachable or ReachState.Unknown);
}

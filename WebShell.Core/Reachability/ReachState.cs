namespace WebShell.Core.Reachability;

/// <summary>What a look at a machine's SSH port gave.</summary>
public enum ReachState
{
    /// <summary>Nobody looked, or it cannot be looked at from here.</summary>
    Unknown,
    Reachable,
    Refused,
    TimedOut,
    NoSuchHost,
    NotSsh,
    AddressDenied,
    Unreachable,
}

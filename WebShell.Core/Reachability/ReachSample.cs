namespace WebShell.Core.Reachability;

/// <summary>Half an hour of a machine's last day.</summary>
/// <param name="Milliseconds">The best round trip; null: nothing answered.</param>
/// <param name="WasLooked">Somebody looked.</param>
public readonly record struct ReachSample(int? Milliseconds, bool WasLooked)
{
    /// <summary>Somebody looked, and nothing answered.</summary>
    public bool WasSilent => WasLooked && Milliseconds is null;
}

using System.Diagnostics;

namespace WebShell.Core.Shells;

/// <summary>How long a person's answer is waited for, by the monotonic clock; it runs from its making on, whichever page shows the question.</summary>
public sealed class AnswerTime(TimeSpan limit)
{
    private readonly long _begun = Stopwatch.GetTimestamp();

    /// <summary>What is left of it; never below zero.</summary>
    public TimeSpan Left => limit - Stopwatch.GetElapsedTime(_begun) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;
}

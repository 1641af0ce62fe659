using Microsoft.Extensions.Options;
using WebShell.Core.Sessions;

namespace WebShell.App.Operations;

/// <summary>
/// The time between the wish to stop and the end of the shells: no new ones are opened, and every page shows how long there is
/// left. It lasts at most <see cref="PortalOptions.DrainTime"/>, and only while some page shows a running shell.
/// </summary>
public sealed class Drain(SessionRegistry sessions, IOptions<PortalOptions> options, TimeProvider time)
{
    /// <summary>How often pages count down, and how late the end of the last shell may be noticed.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private long? _begunAt;

    /// <summary>It began, or a second has passed; from any thread.</summary>
    public event Action? Changed;

    /// <summary>What is left, never negative; null while the portal goes on.</summary>
    public TimeSpan? Left => _begunAt is { } begunAt
        ? TimeSpan.FromTicks(Math.Max(0, (options.Value.DrainTime - time.GetElapsedTime(begunAt)).Ticks))
        : null;

    private bool IsSeen => sessions.All.Any(session => session.State != SessionState.Ended && session.Alone is null);

    /// <summary>Completes when the time is over, nobody is left to warn, or <paramref name="hurried"/>.</summary>
    public async Task RunAsync(Task hurried)
    {
        sessions.RefuseNew();
        _begunAt = time.GetTimestamp();
        while (Left > TimeSpan.Zero && IsSeen && !hurried.IsCompleted)
        {
            Changed?.Invoke();
            var beat = Left < Beat ? Left.Value : Beat;
            await Task.WhenAny(Task.Delay(beat, time), hurried);
        }

        Changed?.Invoke();
    }
}

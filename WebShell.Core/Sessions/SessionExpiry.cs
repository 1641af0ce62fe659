namespace WebShell.Core.Sessions;

/// <summary>A limit that will soon end a session, and when; typing puts <see cref="SessionEndReason.IdleTimeout"/> off.</summary>
public sealed record SessionExpiry(SessionEndReason Reason, DateTimeOffset At)
{
    /// <summary>Differences that nobody would notice do not count: the time is computed anew at every look.</summary>
    private static readonly TimeSpan Noticeable = TimeSpan.FromSeconds(1);

    internal static bool AreSame(SessionExpiry? one, SessionExpiry? other) =>
        one?.Reason == other?.Reason && (one is null || (one.At - other!.At).Duration() < Noticeable);
}

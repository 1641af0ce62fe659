namespace WebShell.Core.Sessions;

/// <summary>
/// What has been going on in a session for how long, and which limit that breaks. Counts on the monotonic clock, so a
/// changed wall clock ends nothing. Not thread-safe: its session locks.
/// </summary>
internal sealed class SessionClock(SessionOptions options, TimeSpan grace, TimeProvider time)
{
    private readonly long _openedAt = time.GetTimestamp();
    private long _typedAt = time.GetTimestamp();
    private long? _releasedAt;

    public void Typed() => _typedAt = time.GetTimestamp();

    public void Leased() => _releasedAt = null;

    /// <summary>No page is there; said again later it changes nothing.</summary>
    public void Released() => _releasedAt ??= time.GetTimestamp();

    /// <summary>For how long no page has been there; null while one is.</summary>
    public TimeSpan? Alone => _releasedAt is { } released ? time.GetElapsedTime(released) : null;

    /// <summary>How long until it ends for want of a page; null while one is there.</summary>
    public TimeSpan? GraceLeft => grace - Alone;

    /// <summary>Since something was typed last.</summary>
    public TimeSpan Idle => time.GetElapsedTime(_typedAt);

    /// <summary>The limit that is reached, or null.</summary>
    public SessionEndReason? Overdue()
    {
        if (Alone >= grace)
        {
            return SessionEndReason.GraceExpired;
        }

        return Left() is { Time: var left, Reason: var reason } && left <= TimeSpan.Zero ? reason : null;
    }

    /// <summary>The limit that comes next, when it is near enough to warn.</summary>
    public SessionExpiry? Near()
    {
        var (reason, left) = Left();
        return left <= options.WarnBefore ? new SessionExpiry(reason, time.GetUtcNow() + left) : null;
    }

    private (SessionEndReason Reason, TimeSpan Time) Left()
    {
        var idle = options.IdleLimit - time.GetElapsedTime(_typedAt);
        var life = options.LongestSession - time.GetElapsedTime(_openedAt);
        return idle < life ? (SessionEndReason.IdleTimeout, idle) : (SessionEndReason.SessionTooLong, life);
    }
}

namespace WebShell.Core.Sessions;

/// <summary>Where a session is in its life: Connecting → Connected ↔ Detached → Ended. Nothing leaves Ended.</summary>
public enum SessionState
{
    /// <summary>The shell is being opened; input is refused.</summary>
    Connecting,

    /// <summary>The shell runs and someone holds its lease.</summary>
    Connected,

    /// <summary>The shell runs, nobody holds its lease; it ends when its grace time is over.</summary>
    Detached,

    /// <summary>The shell is gone; <see cref="SessionEnd"/> says why.</summary>
    Ended,
}

/// <summary>Why a session ended. The names are stable: shown (kebab-case), logged, audited.</summary>
public enum SessionEndReason
{
    /// <summary>It never opened; <see cref="SessionEnd.Failure"/> says why.</summary>
    OpenFailed,
    ShellExited,
    ShellSignalled,
    ConnectionClosed,
    ConnectionLost,
    KeepaliveTimeout,

    /// <summary>Its owner closed it.</summary>
    ClosedByUser,

    /// <summary>Nobody came back within the grace time.</summary>
    GraceExpired,
    IdleTimeout,
    SessionTooLong,

    /// <summary>The user may no longer use it (sign-out, lost right).</summary>
    AccessRevoked,
    ServerShutdown,
}

/// <summary>How a session ended: when, why, and the sentence for the user.</summary>
public sealed record SessionEnd(SessionEndReason Reason, DateTimeOffset At, string Message)
{
    /// <summary>The program's exit status (0–255) where it had one.</summary>
    public int? ExitStatus { get; init; }

    /// <summary>The signal's name without SIG where one ended the program.</summary>
    public string? Signal { get; init; }

    /// <summary>For <see cref="SessionEndReason.OpenFailed"/>: what went wrong.</summary>
    public Shells.ShellFailure? Failure { get; init; }
}

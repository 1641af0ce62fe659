namespace WebShell.Core.Sessions;

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

    /// <summary>An administrator, not its owner, ended it.</summary>
    ClosedByAdministrator,

    /// <summary>Nobody came back within the grace time.</summary>
    GraceExpired,
    IdleTimeout,
    SessionTooLong,

    /// <summary>Its owner signed out.</summary>
    SignedOut,

    /// <summary>The user may no longer use it.</summary>
    AccessRevoked,
    ServerShutdown,
}

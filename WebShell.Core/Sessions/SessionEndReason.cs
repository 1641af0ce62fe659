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

    /// <summary>No access rule lets its owner have it any more.</summary>
    AccessRevoked,

    /// <summary>Its owner's account was disabled or removed.</summary>
    AccountDisabled,

    /// <summary>Its machine is not in the inventory any more.</summary>
    MachineRemoved,
    ServerShutdown,
}

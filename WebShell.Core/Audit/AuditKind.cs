namespace WebShell.Core.Audit;

/// <summary>The closed set of what is recorded. <see cref="AuditKinds"/> has the names that are stored and shown.</summary>
public enum AuditKind
{
    // The doors of the portal.
    SignedIn,
    SignInRefused,

    /// <summary>Too many tries: not even looked at.</summary>
    SignInLimited,
    SignedOut,
    SignedOutEverywhere,

    // People.
    AccountAdded,
    AccountChanged,
    AccountDisabled,
    AccountEnabled,
    AccountRemoved,

    /// <summary>From the server's console.</summary>
    AccountRecovered,

    /// <summary>By its owner.</summary>
    PasswordSet,

    /// <summary>By somebody else, or by a token.</summary>
    PasswordReset,
    SecondFactorAdded,
    SecondFactorRemoved,
    PasskeyAdded,
    PasskeyRemoved,
    RecoveryCodesMade,
    RecoveryCodeUsed,
    RecoveryCodesRemoved,
    GroupAdded,
    GroupChanged,
    GroupRemoved,

    // Who may go where.
    RuleAdded,
    RuleChanged,
    RuleRemoved,

    /// <summary>Several at once, from a file.</summary>
    RulesApplied,
    AccessRequested,
    AccessGranted,
    AccessDenied,

    /// <summary>By who had asked.</summary>
    AccessWithdrawn,

    /// <summary>A grant ran out or was taken back.</summary>
    AccessEnded,

    // Credentials; never what is in them.
    CredentialAdded,
    CredentialChanged,
    CredentialBound,
    CredentialUnbound,
    CredentialRotated,
    CredentialUsed,

    /// <summary>What it was bound to is not what it was.</summary>
    CredentialSuspended,
    CredentialConfirmed,
    CredentialRemoved,

    /// <summary>Under another key.</summary>
    SecretsRewrapped,

    // Shells.
    ShellOpened,

    /// <summary>Not allowed, or no room.</summary>
    ShellRefused,

    /// <summary>Allowed, but the machine could not be reached, trusted or signed in to.</summary>
    ShellFailed,
    ShellEnded,

    /// <summary>Somebody who is not its owner ended it.</summary>
    ShellEndedByOther,

    /// <summary>Its page is gone; it runs on for its grace time.</summary>
    ShellDetached,
    ShellAttached,

    /// <summary>By another window of its owner.</summary>
    ShellTakenOver,
    ShellWatched,
    ShellWatchEnded,
    ShellRenamed,

    // Host keys.
    HostKeyPinned,

    /// <summary>A machine showed a key that is not the pinned one, or that is revoked; it was stopped.</summary>
    HostKeyRefused,
    HostKeyReplaced,
    HostKeyRemoved,
    HostKeyRevoked,
    HostKeysImported,

    // Machines.
    MachineAdded,
    MachineChanged,
    MachinesLabelled,
    MachinesRemoved,
    MachinesBroughtBack,
    MachinesImported,
    MachineSourceSaved,
    MachineSourceRemoved,

    // The portal itself. Its settings are files and the environment, which it reads when it starts: a start names the unsafe ones.
    PortalStarted,
    PortalStopped,
    AuditExported,

    /// <summary>Days older than the retention were removed.</summary>
    AuditCleared,

    /// <summary>The chain does not hold.</summary>
    AuditBroken,
}

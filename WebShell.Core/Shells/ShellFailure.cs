namespace WebShell.Core.Shells;

/// <summary>Why a shell could not be opened, or a call on one failed. The names are stable: they are shown, logged and audited.</summary>
public enum ShellFailureReason
{
    InvalidTarget,
    UnknownVm,
    AccessDenied,
    LimitReached,
    NameNotResolved,
    AddressDenied,

    /// <summary>The inventory gives no way through the jump hosts: one is missing, they go in a circle, or there are too many.</summary>
    JumpUnusable,

    /// <summary>A jump host does not pass connections on to this address.</summary>
    JumpRefused,
    ConnectionRefused,
    Unreachable,
    ConnectTimeout,
    NotSsh,
    NoCommonAlgorithm,
    HostKeyNotAccepted,

    /// <summary>Nothing is pinned, and for this machine only an administrator may pin.</summary>
    HostKeyNotPinned,
    HostKeyChanged,
    HostKeyRevoked,
    CredentialUnusable,
    AuthenticationFailed,

    /// <summary>The machine does not offer the chosen way to sign in; nothing was tried.</summary>
    MethodNotOffered,

    /// <summary>The machine asked for more than a person is to answer; nothing was sent.</summary>
    TooManyPrompts,
    SignInTimeout,
    PtyRefused,
    ShellRefused,
    ConnectionLost,
    Cancelled,

    /// <summary>Input came while the shell was still being opened; it was not sent.</summary>
    NotConnected,

    /// <summary>Input came after the end; it was not sent.</summary>
    SessionEnded,

    /// <summary>The page gave its lease back, or another page took it over.</summary>
    LeaseNotHeld,

    /// <summary>The portal is stopping and opens no new shells.</summary>
    ShuttingDown,
    Internal,
}

/// <summary>A failure as the user sees it: a stable reason, a sentence that says what was wrong and what to do, and facts for a report. Never a secret.</summary>
public sealed record ShellFailure(ShellFailureReason Reason, string Message)
{
    /// <summary>The step that was under way.</summary>
    public ShellOpeningStep Step { get; init; }

    /// <summary>Where it was tried, as <c>address:port</c>; empty where it did not come to that.</summary>
    public string Address { get; init; } = "";

    /// <summary>The machine on the way where it failed, by name; null when it was the machine itself.</summary>
    public string? Hop { get; init; }

    /// <summary>True when the same may work a moment later: the machine had not shown its key yet, and nobody said no for good.</summary>
    public bool IsPassing { get; init; }

    /// <summary>For <see cref="ShellFailureReason.HostKeyChanged"/>: what was offered and what is pinned.</summary>
    public HostKeyOffer? HostKey { get; init; }
}

/// <summary>Thrown when a shell cannot be opened or used; <see cref="Failure"/> is what to show.</summary>
public sealed class ShellException(ShellFailure failure, Exception? innerException = null)
    : Exception(failure.Message, innerException)
{
    public ShellException(ShellFailureReason reason, string message, Exception? innerException = null)
        : this(new ShellFailure(reason, message), innerException)
    {
    }

    public ShellFailure Failure { get; } = failure;
}

namespace WebShell.Core.Shells;

/// <summary>Why a shell that was open is open no more.</summary>
public enum ShellEndReason
{
    /// <summary>The program ended by itself; <see cref="ShellEnd.ExitStatus"/> says how.</summary>
    Exited,

    /// <summary>The program was ended by a signal.</summary>
    Signalled,

    /// <summary>The machine closed the channel or the connection without an exit status.</summary>
    ConnectionClosed,

    /// <summary>The connection broke (reset, protocol error).</summary>
    ConnectionLost,

    /// <summary>The machine answered nothing within the keepalive's limit.</summary>
    KeepaliveTimeout,

    /// <summary>This side closed it.</summary>
    Disposed,
}

/// <summary>How a shell ended: the reason, the exit status (0–255) or signal name without SIG where the machine sent one, and a detail for the log.</summary>
public sealed record ShellEnd(ShellEndReason Reason, int? ExitStatus = null, string? Signal = null, string? Detail = null)
{
    /// <summary>The machine on the way whose connection ended, by name; null when it was the shell's own machine.</summary>
    public string? Hop { get; init; }
}

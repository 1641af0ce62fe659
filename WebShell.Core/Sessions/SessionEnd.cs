using WebShell.Core.Shells;

namespace WebShell.Core.Sessions;

/// <summary>How a session ended: when, why, and the sentence for the user.</summary>
public sealed record SessionEnd(SessionEndReason Reason, DateTimeOffset At, string Message)
{
    /// <summary>The program's exit status (0–255) where it had one.</summary>
    public int? ExitStatus { get; init; }

    /// <summary>The signal's name without SIG where one ended the program.</summary>
    public string? Signal { get; init; }

    /// <summary>For <see cref="SessionEndReason.OpenFailed"/>, and where reading from the shell failed: what went wrong.</summary>
    public ShellFailure? Failure { get; init; }

    /// <summary>The shell was never there.</summary>
    internal static SessionEnd NotOpened(ShellFailure failure, DateTimeOffset at) =>
        new(SessionEndReason.OpenFailed, at, failure.Message) { Failure = failure };

    /// <summary>This side ended it.</summary>
    internal static SessionEnd Because(SessionEndReason reason, DateTimeOffset at) => new(reason, at, reason switch
    {
        SessionEndReason.ClosedByUser => "You closed this shell.",
        SessionEndReason.ClosedByAdministrator => "An administrator ended this shell.",
        SessionEndReason.GraceExpired => "Nobody came back to this shell within its grace time.",
        SessionEndReason.IdleTimeout => "Nothing was typed for too long.",
        SessionEndReason.SessionTooLong => "The shell reached the longest time that a session may last.",
        SessionEndReason.SignedOut => "You signed out.",
        SessionEndReason.AccessRevoked => "You may no longer use this shell.",
        SessionEndReason.AccountDisabled => "This account may no longer be used.",
        SessionEndReason.MachineRemoved => "The machine was removed from the inventory.",
        SessionEndReason.ServerShutdown => "The portal is shutting down.",
        _ => "The shell has ended.",
    });

    /// <summary>The shell, or its machine, ended it.</summary>
    internal static SessionEnd Of(ShellEnd end, DateTimeOffset at)
    {
        var machine = end.Hop is { } hop ? $"{hop}, on the way to the machine," : "The machine";
        var (reason, message) = end switch
        {
            { Reason: ShellEndReason.Exited, ExitStatus: { } status } =>
                (SessionEndReason.ShellExited, $"The shell ended with exit status {status}."),
            { Reason: ShellEndReason.Exited } => (SessionEndReason.ShellExited, "The shell ended."),
            { Reason: ShellEndReason.Signalled, Signal: { } signal } =>
                (SessionEndReason.ShellSignalled, $"The shell was ended by signal {signal}."),
            { Reason: ShellEndReason.Signalled } => (SessionEndReason.ShellSignalled, "The shell was ended by a signal."),
            { Reason: ShellEndReason.ConnectionClosed } => (SessionEndReason.ConnectionClosed, $"{machine} closed the connection."),
            { Reason: ShellEndReason.KeepaliveTimeout } =>
                (SessionEndReason.KeepaliveTimeout, $"{machine} stopped answering, so the connection was given up."),
            _ => (SessionEndReason.ConnectionLost, end.Hop is null ? "The connection to the machine was lost." : $"The connection to {machine} was lost."),
        };
        return new SessionEnd(reason, at, message) { ExitStatus = end.ExitStatus, Signal = end.Signal };
    }
}

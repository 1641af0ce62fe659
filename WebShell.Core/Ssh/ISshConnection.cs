using WebShell.Core.Shells;

namespace WebShell.Core.Ssh;

/// <summary>A signed-in connection. It carries one terminal, or the way to one further machine, and ends with it: a shell that nobody reads stops its whole connection.</summary>
public interface ISshConnection : IAsyncDisposable
{
    ShellFacts Facts { get; }

    /// <summary>Opens a shell in a terminal; disposing the terminal closes the connection.</summary>
    /// <exception cref="ShellException">The machine gives none (<see cref="ShellFailureReason.PtyRefused"/>, ShellRefused, ConnectionLost).</exception>
    Task<ISshTerminal> OpenTerminalAsync(string terminalType, TerminalSize size, CancellationToken cancellationToken);
}

/// <summary>A shell in a terminal on the other end of an SSH connection, which it owns.</summary>
public interface ISshTerminal : IShell;

using WebShell.Core.Shells;

namespace WebShell.Core.Sessions;

/// <summary>
/// A circuit's right to read and type in one session. Held by the circuit's <see cref="ShellService"/>;
/// after release every write is refused with a named error.
/// </summary>
public sealed class ShellLease
{
    public TerminalSession Session => throw new NotImplementedException();

    /// <summary>False after it was released or taken over by another circuit.</summary>
    public bool IsHeld => throw new NotImplementedException();

    /// <summary>Reads output for the page that holds the lease; same rules as <see cref="OutputBuffer.ReadAsync"/>.</summary>
    public ValueTask<OutputChunk> ReadAsync(long offset, int maxBytes, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>The page has parsed everything before <paramref name="offset"/>: output behind it may go on (back-pressure).</summary>
    public void Acknowledge(long offset) => throw new NotImplementedException();

    /// <summary>Hands input to the shell, in order; waits while the machine takes none.</summary>
    /// <exception cref="ShellException">Not connected yet, ended, or the lease is not held; the failure says which.</exception>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> input, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Resizes the terminal; clamps to the limits; before the shell is open it sets the size it will open with.</summary>
    public ValueTask ResizeAsync(TerminalSize size, CancellationToken cancellationToken) => throw new NotImplementedException();
}

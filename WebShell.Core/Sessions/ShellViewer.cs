using WebShell.Core.Shells;

namespace WebShell.Core.Sessions;

/// <summary>Somebody who sees one session's output, at their own pace and from an offset of their own: with its lease, or watching.</summary>
public abstract class ShellViewer
{
    private protected ShellViewer(TerminalSession session, long liveFrom)
    {
        Session = session;
        LiveFrom = liveFrom;
    }

    public TerminalSession Session { get; }

    /// <summary>Output before this offset was printed for others: it is shown, but queries in it are not answered again.</summary>
    public long LiveFrom { get; }

    /// <summary>Reads output; same rules as <see cref="OutputBuffer.ReadAsync"/>.</summary>
    /// <exception cref="ShellException">The right to read is lost (<see cref="ShellFailureReason.LeaseNotHeld"/>), perhaps while waiting.</exception>
    public abstract ValueTask<OutputChunk> ReadAsync(long offset, int maxBytes, CancellationToken cancellationToken);

    /// <summary>The page has parsed everything before <paramref name="offset"/>.</summary>
    public abstract void Acknowledge(long offset);

    /// <summary>Hands input to the shell, in order; waits while the machine takes none.</summary>
    /// <exception cref="ShellException">Not connected yet, ended, or not this viewer's to type; the failure says which.</exception>
    public abstract ValueTask WriteAsync(ReadOnlyMemory<byte> input, CancellationToken cancellationToken);

    /// <summary>The page's terminal has this size; whether the shell follows depends on who this is.</summary>
    public abstract ValueTask ResizeAsync(TerminalSize size, CancellationToken cancellationToken);

    /// <summary>Makes a full-screen program draw its screen anew, for a page that has only what is left of it.</summary>
    public abstract void Repaint();
}

using WebShell.Core.Shells;

namespace WebShell.Core.Sessions;

/// <summary>
/// Watches one session without its lease: sees the output and types nothing. It never slows the shell: one that falls behind
/// further than the session's buffer goes on where that begins, and is told what it missed.
/// </summary>
public sealed class ShellWatch : ShellViewer
{
    // To a watcher everything is as old output to a page: shown, and never answered.
    internal ShellWatch(TerminalSession session)
        : base(session, long.MaxValue)
    {
    }

    public override ValueTask<OutputChunk> ReadAsync(long offset, int maxBytes, CancellationToken cancellationToken) =>
        Session.Output.ReadAsync(offset, maxBytes, cancellationToken);

    public override void Acknowledge(long offset)
    {
        // Nobody waits for a watcher.
    }

    /// <exception cref="ShellException">Always (<see cref="ShellFailureReason.LeaseNotHeld"/>).</exception>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> input, CancellationToken cancellationToken) =>
        throw new ShellException(ShellFailureReason.LeaseNotHeld, "You are watching this shell; take it over to type.");

    public override ValueTask ResizeAsync(TerminalSize size, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public override void Repaint()
    {
        // The size is its owner's.
    }
}

using WebShell.Core.Shells;

namespace WebShell.Core.Sessions;

/// <summary>
/// A circuit's right to read and type in one session. Held by the circuit's <see cref="ShellService"/>;
/// after release every write is refused with a named error.
/// </summary>
public sealed class ShellLease : ShellViewer
{
    // Cancelled when the lease is lost, so that a page's waiting read ends with it.
    private readonly CancellationTokenSource _lost = new();
    private int _hasRead;

    internal ShellLease(TerminalSession session, long liveFrom)
        : base(session, liveFrom)
    {
    }

    /// <summary>False after it was released or taken over by another circuit.</summary>
    public bool IsHeld => Session.IsHeldBy(this);

    public override ValueTask<OutputChunk> ReadAsync(long offset, int maxBytes, CancellationToken cancellationToken)
    {
        if (!IsHeld)
        {
            throw NotHeld();
        }

        if (Interlocked.Exchange(ref _hasRead, 1) == 0)
        {
            // Where a page begins to read it has no use for what came before.
            Acknowledge(offset);
        }

        return Session.Output.TryRead(offset, maxBytes, out var chunk, out _)
            ? ValueTask.FromResult(Noted(chunk))
            : WaitAsync(offset, maxBytes, cancellationToken);
    }

    /// <summary>The page has parsed everything before <paramref name="offset"/>: output behind it may go on (back-pressure).</summary>
    public override void Acknowledge(long offset) => Session.Acknowledge(this, offset);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> input, CancellationToken cancellationToken) =>
        Session.WriteAsync(this, input, cancellationToken);

    /// <summary>
    /// Resizes the terminal; clamps to the limits; before the shell is open it sets the size it will open with. The machine is
    /// told at most ten times a second and always the last size. Without the lease, or after the end, it does nothing.
    /// </summary>
    public override ValueTask ResizeAsync(TerminalSize size, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Session.Resize(this, size);
        return ValueTask.CompletedTask;
    }

    public override void Repaint() => Session.Repaint(this);

    internal static ShellException NotHeld() =>
        new(ShellFailureReason.LeaseNotHeld, "This shell is now used in another window.");

    internal void Release() => Session.Release(this, dismisses: false);

    /// <summary>Gives it back for good: nobody will come back to see how the session ended.</summary>
    internal void Dismiss() => Session.Release(this, dismisses: true);

    internal void Lost() => _lost.Cancel();

    private OutputChunk Noted(OutputChunk chunk)
    {
        Session.NoteRead(this, chunk.End);
        return chunk;
    }

    private async ValueTask<OutputChunk> WaitAsync(long offset, int maxBytes, CancellationToken cancellationToken)
    {
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _lost.Token);
        try
        {
            return Noted(await Session.Output.ReadAsync(offset, maxBytes, reading.Token));
        }
        catch (OperationCanceledException) when (_lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw NotHeld();
        }
    }
}

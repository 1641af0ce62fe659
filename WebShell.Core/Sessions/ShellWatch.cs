using WebShell.Core.Access;
using WebShell.Core.Shells;

namespace WebShell.Core.Sessions;

/// <summary>
/// Watches one session without its lease: sees the output and types nothing. It never slows the shell: one that falls behind
/// further than the session's buffer goes on where that begins, and is told what it missed. Its owner sees who watches; it ends
/// when its page leaves it, when its session has ended, and when its watcher may not watch any more.
/// </summary>
public sealed class ShellWatch : ShellViewer
{
    private readonly SessionAudit _audit;

    // Cancelled when it ends, so that a page's waiting read ends with it.
    private readonly CancellationTokenSource _over = new();
    private volatile SessionEnd? _end;
    private int _isOver;

    // To a watcher everything is as old output to a page: shown, and never answered.
    internal ShellWatch(TerminalSession session, PortalUser by, DateTimeOffset since, SessionAudit audit)
        : base(session, long.MaxValue)
    {
        (By, Since, _audit) = (by, since, audit);
        session.Watchers.Add(this);
    }

    /// <summary>Who watches, as they were when they came; where they came from then.</summary>
    public PortalUser By { get; }

    public DateTimeOffset Since { get; }

    /// <summary>It is somebody else's session.</summary>
    public bool IsOthers => By.Id != Session.OwnerId;

    /// <summary>Why it was ended for its watcher; null: it was not.</summary>
    public SessionEnd? End => _end;

    /// <exception cref="ShellException">The right to watch is lost (<see cref="ShellFailureReason.AccessDenied"/>), perhaps while waiting.</exception>
    public override async ValueTask<OutputChunk> ReadAsync(long offset, int maxBytes, CancellationToken cancellationToken)
    {
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _over.Token);
        try
        {
            reading.Token.ThrowIfCancellationRequested();
            return await Session.Output.ReadAsync(offset, maxBytes, reading.Token);
        }
        catch (OperationCanceledException) when (_over.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ShellException(ShellFailureReason.AccessDenied, _end?.Message ?? "You do not watch this shell any more.");
        }
    }

    public override void Acknowledge(long offset)
    {
        // Nobody waits for a watcher.
    }

    /// <exception cref="ShellException">Always (<see cref="ShellFailureReason.LeaseNotHeld"/>).</exception>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> input, CancellationToken cancellationToken) => throw new ShellException(
        ShellFailureReason.LeaseNotHeld, IsOthers ? "You are watching this shell; only its owner types." : "You are watching this shell; take it over to type.");

    public override ValueTask ResizeAsync(TerminalSize size, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public override void Repaint()
    {
        // The size is its owner's.
    }

    /// <summary>Its page is gone, or shows something else; later calls change nothing.</summary>
    internal void Leave() => Finish("left");

    /// <summary>Its watcher may not watch any more; the page shows why.</summary>
    internal void Revoke(SessionEnd why)
    {
        _end ??= why;
        Finish(why.Message);
    }

    /// <summary>There is nothing to watch any more; what was printed can still be read.</summary>
    internal void ShellEnded()
    {
        if (Interlocked.Exchange(ref _isOver, 1) == 0)
        {
            _audit.WatchEnded(this, "the shell ended");
            Session.Watchers.Remove(this);
        }
    }

    private void Finish(string why)
    {
        if (Interlocked.Exchange(ref _isOver, 1) == 0)
        {
            _audit.WatchEnded(this, why);
            Session.Watchers.Remove(this);
        }

        _over.Cancel();
    }
}

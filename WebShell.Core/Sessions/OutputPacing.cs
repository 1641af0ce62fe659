namespace WebShell.Core.Sessions;

/// <summary>
/// Decides when the shell's output has to wait for the page that reads it: from <c>highWater</c> un-acknowledged bytes on,
/// until no more than <c>lowWater</c> are left; and while <c>readAhead</c> bytes lie there that the page's circuit has not yet
/// taken, because what lies there is old before it is sent. While no page holds the lease nothing waits. Thread-safe.
/// </summary>
internal sealed class OutputPacing(int highWater, int lowWater, int readAhead)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _resume;
    private bool _attached;
    private bool _isFull;
    private long _acknowledged;
    private long _read;
    private long _produced;

    /// <summary>True while output waits for the page.</summary>
    public bool IsWaiting
    {
        get
        {
            lock (_gate)
            {
                return _resume is not null;
            }
        }
    }

    /// <summary>A page begins; it has seen nothing at or after <paramref name="offset"/>.</summary>
    public void Attach(long offset)
    {
        lock (_gate)
        {
            _attached = true;
            _acknowledged = _read = offset;
            ResumeIfClear();
        }
    }

    /// <summary>The page that was there last can be reached again; it has seen what it had acknowledged.</summary>
    public void Reattach()
    {
        lock (_gate)
        {
            _attached = true;
            ResumeIfClear();
        }
    }

    /// <summary>The page is gone: output runs free.</summary>
    public void Detach()
    {
        lock (_gate)
        {
            _attached = false;
            ResumeIfClear();
        }
    }

    /// <summary>The page has shown everything before <paramref name="offset"/>; never goes back.</summary>
    public void Acknowledge(long offset)
    {
        lock (_gate)
        {
            _acknowledged = Math.Max(_acknowledged, offset);
            _read = Math.Max(_read, offset);
            ResumeIfClear();
        }
    }

    /// <summary>The page's circuit has taken everything before <paramref name="offset"/>; never goes back.</summary>
    public void NoteRead(long offset)
    {
        lock (_gate)
        {
            _read = Math.Max(_read, offset);
            ResumeIfClear();
        }
    }

    /// <summary>Completes when output behind <paramref name="produced"/> may be read from the shell.</summary>
    public Task WhenClear(long produced)
    {
        lock (_gate)
        {
            _produced = produced;
            if (IsClear())
            {
                return Task.CompletedTask;
            }

            _resume ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _resume.Task;
        }
    }

    private bool IsClear()
    {
        if (!_attached)
        {
            return true;
        }

        var waiting = _produced - _acknowledged;
        _isFull = _isFull ? waiting > lowWater : waiting >= highWater;
        return !_isFull && _produced - _read < readAhead;
    }

    private void ResumeIfClear()
    {
        if (_resume is not null && IsClear())
        {
            _resume.SetResult();
            _resume = null;
        }
    }
}

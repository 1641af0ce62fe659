namespace WebShell.Core.Sessions;

/// <summary>
/// Decides when the shell's output has to wait for the page that reads it: from <c>highWater</c> un-acknowledged bytes on,
/// until no more than <c>lowWater</c> are left. While no page holds the lease nothing waits. Thread-safe.
/// </summary>
internal sealed class OutputPacing(int highWater, int lowWater)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _resume;
    private bool _attached;
    private long _acknowledged;
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
            _acknowledged = offset;
            ResumeIfLow();
        }
    }

    /// <summary>The page that was there last can be reached again; it has seen what it had acknowledged.</summary>
    public void Reattach()
    {
        lock (_gate)
        {
            _attached = true;
            ResumeIfLow();
        }
    }

    /// <summary>The page is gone: output runs free.</summary>
    public void Detach()
    {
        lock (_gate)
        {
            _attached = false;
            ResumeIfLow();
        }
    }

    /// <summary>The page has shown everything before <paramref name="offset"/>; never goes back.</summary>
    public void Acknowledge(long offset)
    {
        lock (_gate)
        {
            _acknowledged = Math.Max(_acknowledged, offset);
            ResumeIfLow();
        }
    }

    /// <summary>Completes when output behind <paramref name="produced"/> may be read from the shell.</summary>
    public Task WhenClear(long produced)
    {
        lock (_gate)
        {
            _produced = produced;
            if (!_attached || _produced - _acknowledged < highWater)
            {
                return Task.CompletedTask;
            }

            _resume ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _resume.Task;
        }
    }

    private void ResumeIfLow()
    {
        if (_resume is not null && (!_attached || _produced - _acknowledged <= lowWater))
        {
            _resume.SetResult();
            _resume = null;
        }
    }
}

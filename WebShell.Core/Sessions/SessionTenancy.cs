namespace WebShell.Core.Sessions;

/// <summary>
/// Who has a session: its lease, whether that page can be reached, and what follows from it for pacing and the grace time. Written
/// under its session's lock, read without it.
/// </summary>
internal sealed class SessionTenancy(string workspace, OutputPacing pacing, SessionClock clock)
{
    /// <summary>
    /// For so long output waits for a page that cannot be reached, so that a dropped connection misses nothing however much is
    /// printed; a page that is away longer shall not stop what runs in the shell.
    /// </summary>
    public static readonly TimeSpan DropTime = TimeSpan.FromSeconds(30);

    private volatile ShellLease? _holder;
    private volatile string _workspace = workspace;
    private volatile bool _isAway;

    public ShellLease? Holder => _holder;

    /// <summary>The workspace that has the lease, or had it last.</summary>
    public string Workspace => _workspace;

    /// <summary>A page that can be reached has the lease.</summary>
    public bool IsAttended => _holder is not null && !_isAway;

    /// <summary>Gives the lease to a page that has seen nothing before <paramref name="seen"/>.</summary>
    public void Give(ShellLease lease, string workspace, long seen)
    {
        (_holder, _workspace, _isAway) = (lease, workspace, false);
        pacing.Attach(seen);
        clock.Leased();
    }

    /// <summary>The page is gone, or cannot be reached and keeps its lease. False: that changes nothing.</summary>
    public bool Leave(ShellLease lease, bool forGood)
    {
        if (_holder != lease || (_isAway && !forGood))
        {
            return false;
        }

        (_holder, _isAway) = (forGood ? null : lease, !forGood);
        clock.Released();
        if (forGood)
        {
            pacing.Detach();
        }

        return true;
    }

    /// <summary>Lets output run free once its page has been away for <see cref="DropTime"/>; asked again and again.</summary>
    public void LetRun()
    {
        if (_isAway && clock.Alone >= DropTime)
        {
            pacing.Detach();
        }
    }

    /// <summary>The page can be reached again. False: it was not away, or has lost the lease.</summary>
    public bool Return(ShellLease lease)
    {
        if (_holder != lease || !_isAway)
        {
            return false;
        }

        _isAway = false;
        pacing.Reattach();
        clock.Leased();
        return true;
    }
}

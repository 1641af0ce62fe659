using WebShell.Core.Sessions;

namespace WebShell.App.Inventory;

/// <summary>Follows who has a shell on which machine, for one page (scoped): what the user may know, at most <see cref="Rest"/> old.</summary>
public sealed class MachinePresence : IDisposable
{
    /// <summary>Changes that come within this time of each other are one.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    private readonly VisibleSessions _sessions;
    private readonly ITimer _timer;
    private int _isWaiting;

    public MachinePresence(VisibleSessions sessions, TimeProvider time)
    {
        _sessions = sessions;
        _timer = time.CreateTimer(_ => Tell(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _sessions.Changed += OnSessions;
    }

    /// <summary>Somebody came or went, perhaps; from any thread.</summary>
    public event Action? Changed;

    public async ValueTask<MachinesInUse> GetAsync(CancellationToken cancellationToken) => new(await _sessions.ListLiveAsync(cancellationToken));

    public void Dispose()
    {
        _sessions.Changed -= OnSessions;
        _timer.Dispose();
    }

    private void OnSessions()
    {
        if (Interlocked.Exchange(ref _isWaiting, 1) == 0)
        {
            _timer.Change(Rest, Timeout.InfiniteTimeSpan);
        }
    }

    private void Tell()
    {
        Interlocked.Exchange(ref _isWaiting, 0);
        Changed?.Invoke();
    }
}

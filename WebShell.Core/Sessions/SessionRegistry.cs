using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebShell.Core.Shells;

namespace WebShell.Core.Sessions;

/// <summary>
/// All sessions of this node. Singleton: a session outlives the page that opened it. Holds the limits on how many there are,
/// ends those whose time is over, and everything when the portal stops.
/// </summary>
public sealed class SessionRegistry(
    IShellConnector connector, IOptions<SessionOptions> options, SessionAudit audit, TimeProvider time, ILoggerFactory loggers) : IHostedLifecycleService, IDisposable
{
    /// <summary>How long stopping waits for shells to close.</summary>
    private static readonly TimeSpan ShutdownLimit = TimeSpan.FromSeconds(20);

    /// <summary>How late grace, idle and longest-session limits may act.</summary>
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(1);

    /// <summary>How long an ended session stays for the page that showed it and is being loaded anew.</summary>
    private static readonly TimeSpan EndedKept = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private readonly EndedSessions _ended = new();
    private readonly SessionOptions _options = options.Value;
    private readonly ILogger<TerminalSession> _logger = loggers.CreateLogger<TerminalSession>();
    // In the order of their opening.
    private readonly OrderedDictionary<string, TerminalSession> _sessions = [];
    private ITimer? _sweep;
    private bool _stopping;

    /// <summary>When each machine's last shell could be opened, and what was agreed on then.</summary>
    public LastOpenings LastOpenings { get; } = new();

    /// <summary>Sessions came, went or changed their state; from any thread, handlers must not throw or block.</summary>
    public event Action? Changed;

    /// <summary>A session's shell can be used from now on, once for each; from any thread, handlers must not throw or block.</summary>
    public event Action<TerminalSession>? Opened;

    /// <summary>All sessions in the order of their opening: the live ones, and ended ones that a page shows or showed a moment ago.</summary>
    public IReadOnlyList<TerminalSession> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _sessions.Values];
            }
        }
    }

    public TerminalSession? Find(string id)
    {
        lock (_gate)
        {
            return _sessions.GetValueOrDefault(id);
        }
    }

    public IReadOnlyList<TerminalSession> OwnedBy(string userId) => [.. All.Where(session => session.OwnerId == userId)];

    /// <summary>The sessions that ended last, the newest first; a thousand at most.</summary>
    public IReadOnlyList<EndedSession> RecentlyEnded => _ended.ToList();

    /// <summary>Ends all sessions of a user; completes when their shells are closed.</summary>
    public Task EndAllOf(string userId, SessionEndReason reason) =>
        Task.WhenAll(OwnedBy(userId).Select(session => session.EndAsync(reason)));

    /// <summary>Ends all sessions; completes when their shells are closed.</summary>
    public Task EndAllAsync(SessionEndReason reason) => Task.WhenAll(All.Select(session => session.EndAsync(reason)));

    /// <summary>From now on no session is opened: the portal is about to stop.</summary>
    public void RefuseNew()
    {
        lock (_gate)
        {
            _stopping = true;
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _sweep = time.CreateTimer(_ => Sweep(), null, SweepInterval, SweepInterval);
        return Task.CompletedTask;
    }

    /// <summary>Before the server closes its connections, so that pages can still show why.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        RefuseNew();
        try
        {
            await EndAllAsync(SessionEndReason.ServerShutdown).WaitAsync(ShutdownLimit, time, cancellationToken);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            // The process ends anyway, and the connections with it.
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _sweep?.Dispose();

    /// <summary>Starts a session and gives its first lease.</summary>
    /// <exception cref="ShellException">A limit was reached, or the portal is stopping.</exception>
    internal ShellLease Open(SessionOrder order)
    {
        var session = new TerminalSession(order, connector, _options, audit, time, _logger);
        lock (_gate)
        {
            // Counted and added under one lock: limits hold however many open at once.
            ForgetOldestEnded(order.OwnerId);
            RequireRoom(order);
            _sessions.Add(session.Id, session);
        }

        session.Opened += () => Opened?.Invoke(session);
        session.Changed += () => OnChanged(session);
        return session.Start();
    }

    private void RequireRoom(SessionOrder order)
    {
        if (_stopping)
        {
            throw new ShellException(ShellFailureReason.ShuttingDown, "The portal is shutting down and opens no new shells.");
        }

        var mine = _sessions.Values.Where(session => session.OwnerId == order.OwnerId).ToList();
        var live = _sessions.Values.Where(IsLive).ToList();
        Require(mine.Count(IsLive) < _options.ShellsPerUser, $"You have {_options.ShellsPerUser} open shells, which is the limit. Close one first.");
        Require(mine.Count(session => !IsLive(session) && session.IsLeased) < _options.ShellsPerUser, "You have too many ended shells on your screen. Close some first.");
        Require(
            live.Count(session => session.VmName == order.Request.VmName) < _options.ShellsPerVm,
            $"{order.Request.VmName} has {_options.ShellsPerVm} open shells, which is the limit. Try again when one has ended.");
        Require(live.Count < _options.ShellsPerNode, "The portal carries as many shells as it may. Try again when some have ended.");
    }

    private static void Require(bool room, string otherwise)
    {
        if (!room)
        {
            throw new ShellException(ShellFailureReason.LimitReached, otherwise);
        }
    }

    private static bool IsLive(TerminalSession session) => session.State != SessionState.Ended;

    private void Sweep()
    {
        foreach (var session in All)
        {
            session.EnforceLimits();
            session.Output.Rest();
            Forget(session);
        }
    }

    // Remembered before its end completes: whoever waited for that finds it here, or a page loaded anew would open another shell.
    private void OnChanged(TerminalSession session)
    {
        if (session.End is { } end)
        {
            _ended.Add(EndedSession.Of(session, end));
        }

        if (session.State is SessionState.Connected or SessionState.Detached)
        {
            LastOpenings.Note(session.VmName, new PastOpening(session.OpenedAt, session.Facts));
        }

        Forget(session);
        Changed?.Invoke();
    }

    // An ended session stays until its shell is closed, and then only for the page that shows it, or may come back to show it.
    private void Forget(TerminalSession session)
    {
        if (session.Ended.IsCompleted && !session.IsLeased && (session.IsDismissed || session.Alone >= EndedKept))
        {
            lock (_gate)
            {
                _sessions.Remove(session.Id);
            }

            session.Output.Release();
        }
    }

    // Pages that may come back to ended sessions must not keep a user from opening new ones.
    private void ForgetOldestEnded(string ownerId)
    {
        var waiting = _sessions.Values.Where(session => session.OwnerId == ownerId && session.Ended.IsCompleted && !session.IsLeased).ToList();
        foreach (var session in waiting.Take(waiting.Count - _options.ShellsPerUser + 1))
        {
            _sessions.Remove(session.Id);
            session.Output.Release();
        }
    }
}

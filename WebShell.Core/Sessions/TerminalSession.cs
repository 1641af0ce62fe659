using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using WebShell.Core.Shells;

namespace WebShell.Core.Sessions;

/// <summary>One shell and everything that follows its output. It knows nothing of browsers, so viewers may come and go.</summary>
/// <remarks>
/// It starts Connecting with a lease, becomes Connected (or Detached, when its page has gone meanwhile), changes between the two
/// as pages go and come, and is Ended once, by whoever is first: the shell, its owner, a limit, the portal.
/// Every transition is in this file, under one lock; nothing is awaited under it. The shell itself is <see cref="SessionShell"/>'s.
/// </remarks>
public sealed partial class TerminalSession
{
    /// <summary>Two messages to the page: enough that one is ready when the page has room, and not older than need be.</summary>
    internal const int ReadAheadBytes = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly SessionOrder _order;
    private readonly SessionDialogue _dialogue;
    private readonly SessionShell _shell;
    private readonly TimeProvider _time;
    private readonly SessionAudit _audit;
    private readonly ILogger _logger;
    private readonly OutputPacing _pacing;
    private readonly SessionClock _clock;
    private readonly SessionTenancy _tenancy;
    private readonly TaskCompletionSource<SessionEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Written under the lock, read without it.
    private volatile SessionEnd? _end;
    private volatile SessionState _state = SessionState.Connecting;
    private volatile SessionExpiry? _expiry;
    private volatile bool _isDismissed;
    private volatile string? _name;
    private volatile IPAddress? _from;

    private TerminalSize _size;

    internal TerminalSession(
        SessionOrder order, IShellConnector connector, SessionOptions options, SessionAudit audit, TimeProvider time, ILogger<TerminalSession> logger)
    {
        _order = order;
        _time = time;
        _audit = audit;
        _logger = logger;
        _dialogue = new SessionDialogue(order.Request.VmName, order.Dialogue, RaiseChanged, time);
        _pacing = new OutputPacing(options.OutputHighWaterBytes, options.OutputLowWaterBytes, ReadAheadBytes);
        _clock = new SessionClock(options, order.Grace ?? options.DetachGrace, time);
        _tenancy = new SessionTenancy(order.Workspace, _pacing, _clock);
        _from = order.From;
        _size = order.Request.Size.Clamp();
        OpenedAt = time.GetUtcNow();
        Way = [.. order.Request.Way.Select(hop => hop.VmName)];
        Output = new OutputBuffer(options.ReplayBufferBytes);
        Watchers = new SessionWatchers(RaiseChanged);
        Output.NoteSize(_size);
        _shell = new SessionShell(connector, Output, _pacing, time, Id, logger);
    }

    /// <summary>Unguessable, url-safe.</summary>
    public string Id { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public string VmName => _order.Request.VmName;

    /// <summary>What the machine's urls go by.</summary>
    public string VmSlug => _order.Request.VmSlug;

    public string Login => _order.Request.Login;

    /// <summary>The environment label of its machine, or empty.</summary>
    public string Environment => _order.Environment;

    /// <summary>The jump that was asked for where that is not its machine's usual one, or empty.</summary>
    public string Jump => _order.Jump;

    /// <summary>Why its owner goes there, or the ticket, where that was asked; else empty.</summary>
    public string Reason => _order.Reason;

    public string OwnerId => _order.OwnerId;

    internal int OwnerEra => _order.OwnerEra;

    /// <summary>What others call its owner.</summary>
    public string OwnerName => _order.Request.RequestedBy;

    /// <summary>Where its owner opened it from, or came to it from last; null when that is not known.</summary>
    public IPAddress? From { get => _from; internal set => _from = value; }

    /// <summary>The event of the audit log that its end follows from, where somebody else ends it.</summary>
    internal Guid? EndsBecause { get; set; }

    /// <summary>What its owner calls it; null when it has no name of its own.</summary>
    public string? Name => _name;

    public DateTimeOffset OpenedAt { get; }

    public SessionState State => _state;

    /// <summary>How it was opened, or is being opened, step by step.</summary>
    public IReadOnlyList<OpeningStep> Opening => _dialogue.Opening;

    /// <summary>While Connecting: the step under way.</summary>
    public ShellOpeningStep Step => _dialogue.Step;

    /// <summary>The machines that its connection passes through, the first to be dialled first; empty when there are none.</summary>
    public IReadOnlyList<string> Way { get; }

    /// <summary>While Connecting: the machine on the way whose step it is; null when it is the shell's own.</summary>
    public string? Hop => _dialogue.Machine is { } machine && machine != VmName ? machine : null;

    /// <summary>While Connecting: set when a try has failed and the next one is waited for.</summary>
    public ConnectRetry? Retry => _state == SessionState.Connecting ? _dialogue.Retry : null;

    /// <summary>Set exactly when <see cref="State"/> is Ended.</summary>
    public SessionEnd? End => _end;

    /// <summary>Completes, and never fails, when the session has ended and its output is complete.</summary>
    public Task<SessionEnd> Ended => _ended.Task;

    public ShellFacts Facts => _shell.Facts;

    public TimeSpan? RoundTrip => _shell.RoundTrip;

    /// <summary>The workspace (browser window) that has its lease, or had it last.</summary>
    public string Workspace => _tenancy.Workspace;

    /// <summary>For how long it has been without a page that can be reached; null while it has one.</summary>
    public TimeSpan? Alone
    {
        get
        {
            lock (_gate)
            {
                return _clock.Alone;
            }
        }
    }

    /// <summary>How long until it ends for want of a page; null while one is there.</summary>
    public TimeSpan? GraceLeft
    {
        get
        {
            lock (_gate)
            {
                return _clock.GraceLeft;
            }
        }
    }

    /// <summary>Since something was typed last.</summary>
    public TimeSpan Idle
    {
        get
        {
            lock (_gate)
            {
                return _clock.Idle;
            }
        }
    }

    public TerminalSize Size
    {
        get
        {
            lock (_gate)
            {
                return _size;
            }
        }
    }

    public OutputBuffer Output { get; }

    /// <summary>Who else looks on, its owner's own windows left out; in the order they came.</summary>
    public IReadOnlyList<ShellWatch> Onlookers => [.. Watchers.All.Where(watch => watch.IsOthers)];

    internal SessionWatchers Watchers { get; }

    /// <summary>Set while a limit will end the session within <see cref="SessionOptions.WarnBefore"/>.</summary>
    public SessionExpiry? Expiry => _expiry;

    /// <summary>Its shell can be used from now on; raised at most once, outside locks, handlers must not throw or block.</summary>
    internal event Action? Opened;

    /// <summary>State, step, size, expiry or lease changed; raised outside locks, from any thread, handlers must not throw or block.</summary>
    public event Action? Changed;

    /// <summary>True while the shell's output waits for the page that holds the lease.</summary>
    internal bool IsPaced => _pacing.IsWaiting;

    internal bool IsLeased => _tenancy.Holder is not null;

    /// <summary>Its page closed it for good: nobody will come back to see how it ended.</summary>
    internal bool IsDismissed => _isDismissed;

    internal void Rename(string? name)
    {
        _name = name;
        RaiseChanged();
    }

    /// <summary>Ends the session once; later calls change nothing. Completes when the shell is closed.</summary>
    public Task EndAsync(SessionEndReason reason) => EndAsync(SessionEnd.Because(reason, _time.GetUtcNow()));

    /// <summary>As <see cref="EndAsync(SessionEndReason)"/>, with a sentence that says more.</summary>
    internal Task EndAsync(SessionEndReason reason, string sentence) => EndAsync(SessionEnd.Because(reason, _time.GetUtcNow()) with { Message = sentence });

    /// <summary>Gives the first lease and starts opening the shell; called once.</summary>
    internal ShellLease Start()
    {
        ShellLease lease;
        lock (_gate)
        {
            // Nobody has seen anything yet, so nothing is replayed.
            lease = Lease(_order.Workspace, liveFrom: 0);
        }

        RaiseChanged();
        _ = Task.Run(RunAsync);
        return lease;
    }

    /// <summary>Gives a new lease; whoever held one has lost it. Questions under way go to <paramref name="dialogue"/>.</summary>
    internal ShellLease TakeOver(string workspace, IShellDialogue dialogue) => TakeOverIf(_ => true, workspace, dialogue)!;

    /// <summary>As <see cref="TakeOver"/>, if the workspace that has the lease (or had it last) is the right one; else null.</summary>
    internal ShellLease? TakeOverIf(Func<string, bool> isRight, string workspace, IShellDialogue dialogue)
    {
        ShellLease? previous;
        ShellLease lease;
        bool isOthers, isOpen;
        lock (_gate)
        {
            if (!isRight(Workspace))
            {
                return null;
            }

            (previous, isOthers) = (_tenancy.Holder, _tenancy.Holder is not null && Workspace != workspace);
            lease = Lease(workspace, Output.End);
            isOpen = _state == SessionState.Connected;
        }

        _dialogue.MoveTo(dialogue);
        if (isOpen)
        {
            _audit.Attached(this, isOthers);
        }

        previous?.Lost();
        RaiseChanged();
        return lease;
    }

    /// <summary>The lease's page is gone, or does not want the session any more. A lease that was taken over changes nothing.</summary>
    internal void Release(ShellLease lease, bool dismisses)
    {
        if (!Leave(lease, forGood: true))
        {
            return;
        }

        _isDismissed |= dismisses;

        lease.Lost();
        _dialogue.PageGone();
        RaiseChanged();
        EnforceLimits();
    }

    /// <summary>The lease's page cannot be reached; the lease stays its, and the shell soon runs as without a page.</summary>
    internal void Away(ShellLease lease)
    {
        if (Leave(lease, forGood: false))
        {
            RaiseChanged();
            EnforceLimits();
        }
    }

    /// <summary>The lease's page can be reached again; it reads on from where it was.</summary>
    internal void Back(ShellLease lease)
    {
        bool isOpen;
        lock (_gate)
        {
            if (!_tenancy.Return(lease))
            {
                return;
            }

            Attend();
            isOpen = _state == SessionState.Connected;
        }

        if (isOpen)
        {
            _audit.Attached(this, isTakenOver: false);
        }

        RaiseChanged();
    }

    internal bool IsHeldBy(ShellLease lease) => _tenancy.Holder == lease;

    internal void Acknowledge(ShellLease lease, long offset)
    {
        lock (_gate)
        {
            if (IsHeldBy(lease))
            {
                // A page cannot have shown what has not come yet.
                _pacing.Acknowledge(Math.Min(offset, Output.End));
            }
        }
    }

    internal void NoteRead(ShellLease lease, long offset)
    {
        if (IsHeldBy(lease))
        {
            _pacing.NoteRead(offset);
        }
    }

    internal ValueTask WriteAsync(ShellLease lease, ReadOnlyMemory<byte> input, CancellationToken cancellationToken) =>
        _shell.WriteAsync(input, () => RequireWritable(lease), cancellationToken);

    internal void Resize(ShellLease lease, TerminalSize size)
    {
        lock (_gate)
        {
            size = size.Clamp();
            if (!IsHeldBy(lease) || _state == SessionState.Ended || _size == size)
            {
                return;
            }

            _size = size;
            Output.NoteSize(size);
            _shell.Resize(size);
        }

        RaiseChanged();
    }

    internal void Repaint(ShellLease lease)
    {
        lock (_gate)
        {
            if (IsHeldBy(lease) && _state == SessionState.Connected)
            {
                _shell.Nudge();
            }
        }
    }

    /// <summary>Ends the session if a limit is reached, warns if one is near; the registry calls it again and again.</summary>
    internal void EnforceLimits()
    {
        SessionEndReason? overdue;
        bool warned;
        lock (_gate)
        {
            if (_state == SessionState.Ended)
            {
                return;
            }

            _tenancy.LetRun();
            overdue = _clock.Overdue();
            var expiry = _clock.Near();
            warned = !SessionExpiry.AreSame(expiry, _expiry);
            _expiry = warned ? expiry : _expiry;
        }

        if (overdue is { } reason)
        {
            _ = EndAsync(reason);
        }
        else if (warned)
        {
            RaiseChanged();
        }
    }

    private async Task EndAsync(SessionEnd end)
    {
        if (TryEnd(end))
        {
            await _shell.StopAsync();
        }

        await Ended;
    }

    private async Task RunAsync()
    {
        var size = Size;
        await _shell.RunAsync(_order.Request with { Size = size, SessionId = Id }, _dialogue, OpenAsync, end => TryEnd(end));
        _ended.SetResult(_end!);
        RaiseChanged();
    }

    private async Task<bool> OpenAsync()
    {
        await _audit.OpenedAsync(this, _order.Request);
        return TryOpen();
    }

    private bool TryOpen()
    {
        lock (_gate)
        {
            if (_state == SessionState.Ended)
            {
                return false;
            }

            _shell.Resize(_size);
            _dialogue.Opened();
            _clock.Typed();
            _state = _tenancy.IsAttended ? SessionState.Connected : SessionState.Detached;
        }

        Log.Opened(_logger, Id, OwnerId, VmName, Login);
        Opened?.Invoke();
        RaiseChanged();
        return true;
    }

    private bool TryEnd(SessionEnd end)
    {
        bool wasOpen;
        lock (_gate)
        {
            if (_state == SessionState.Ended)
            {
                return false;
            }

            wasOpen = _state != SessionState.Connecting;
            if (!wasOpen)
            {
                _dialogue.Failed(end.Message);
            }

            _end = end;
            _expiry = null;
            _state = SessionState.Ended;
        }

        Log.Ended(_logger, Id, VmName, end.Reason);
        _audit.Ended(this, end, wasOpen);
        foreach (var watch in Watchers.All)
        {
            watch.ShellEnded();
        }

        RaiseChanged();
        return true;
    }

    private ShellLease Lease(string workspace, long liveFrom)
    {
        var lease = new ShellLease(this, liveFrom);
        _tenancy.Give(lease, workspace, Output.Start);
        Attend();
        return lease;
    }

    private void Attend()
    {
        if (_state == SessionState.Detached)
        {
            _state = SessionState.Connected;
        }
    }

    private bool Leave(ShellLease lease, bool forGood)
    {
        bool isLeft;
        lock (_gate)
        {
            if (!_tenancy.Leave(lease, forGood))
            {
                return false;
            }

            isLeft = _state == SessionState.Connected;
            if (isLeft)
            {
                _state = SessionState.Detached;
            }
        }

        if (isLeft)
        {
            _audit.Detached(this, forGood);
        }

        return true;
    }

    private void RequireWritable(ShellLease lease)
    {
        lock (_gate)
        {
            var refusal = !IsHeldBy(lease) ? ShellLease.NotHeld()
                : _state == SessionState.Ended ? new ShellException(ShellFailureReason.SessionEnded, $"Not sent: {_end!.Message}")
                : _state == SessionState.Connecting ? new ShellException(ShellFailureReason.NotConnected, "Not sent: the shell is still being opened.")
                : null;
            if (refusal is not null)
            {
                throw refusal;
            }

            _clock.Typed();
        }
    }

    private void RaiseChanged()
    {
        try
        {
            Changed?.Invoke();
        }
        catch (Exception e)
        {
            // A listener's fault must not end somebody's shell.
            Log.ListenerFailed(_logger, Id, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Session {SessionId} of {OwnerId} on {VmName} as {Login} is open.")]
        public static partial void Opened(ILogger logger, string sessionId, string ownerId, string vmName, string login);

        [LoggerMessage(2, LogLevel.Information, "Session {SessionId} on {VmName} ended: {Reason}.")]
        public static partial void Ended(ILogger logger, string sessionId, string vmName, SessionEndReason reason);

        [LoggerMessage(3, LogLevel.Error, "A listener of session {SessionId} failed.")]
        public static partial void ListenerFailed(ILogger logger, string sessionId, Exception exception);
    }
}

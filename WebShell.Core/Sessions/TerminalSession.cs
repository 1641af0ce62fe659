using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using WebShell.Core.Shells;

namespace WebShell.Core.Sessions;

/// <summary>One shell and everything that follows its output. It knows nothing of browsers, so viewers may come and go.</summary>
/// <remarks>
/// It starts Connecting with a lease, becomes Connected (or Detached, when its page has gone meanwhile), changes between the two
/// as leases are given back and taken, and is Ended once, by whoever is first: the shell, its owner, a limit, the portal.
/// Every transition is in this file, under one lock; nothing is awaited under it.
/// </remarks>
public sealed partial class TerminalSession
{
    private readonly Lock _gate = new();
    private readonly SessionOrder _order;
    private readonly SessionDialogue _dialogue;
    private readonly IShellConnector _connector;
    private readonly SessionOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly OutputPacing _pacing;
    private readonly SessionClock _clock;
    private readonly TaskCompletionSource<SessionEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Cancelled when this side ends the session.
    private readonly CancellationTokenSource _stopping = new();

    // One writer at a time is IShell's rule; a page that took the session over may type while the old one's last input waits.
    private readonly SemaphoreSlim _writing = new(1);

    // Written under the lock, read without it.
    private volatile SessionEnd? _end;
    private volatile SessionState _state = SessionState.Connecting;
    private volatile ShellOpeningStep _step;
    private volatile ConnectRetry? _retry;
    private volatile IShell? _shell;
    private volatile ShellLease? _holder;
    private volatile SessionExpiry? _expiry;

    private TerminalSize _size;
    private SizeFollower? _sizeFollower;

    internal TerminalSession(
        SessionOrder order, IShellConnector connector, SessionOptions options, TimeProvider time, ILogger<TerminalSession> logger)
    {
        _order = order;
        _connector = connector;
        _options = options;
        _time = time;
        _logger = logger;
        _dialogue = new SessionDialogue(order.Dialogue, OnStep, OnRetry);
        _pacing = new OutputPacing(options.OutputHighWaterBytes, options.OutputLowWaterBytes);
        _clock = new SessionClock(options, time);
        _size = order.Request.Size.Clamp();
        OpenedAt = time.GetUtcNow();
        Output = new OutputBuffer(options.ReplayBufferBytes);
        Output.NoteSize(_size);
    }

    /// <summary>Unguessable, url-safe.</summary>
    public string Id { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public string VmName => _order.Request.VmName;

    public string Login => _order.Request.Login;

    /// <summary>The environment label of its machine, or empty.</summary>
    public string Environment => _order.Environment;

    public string OwnerId => _order.OwnerId;

    public DateTimeOffset OpenedAt { get; }

    public SessionState State => _state;

    /// <summary>While Connecting: the step under way.</summary>
    public ShellOpeningStep Step => _step;

    /// <summary>While Connecting: set when a try has failed and the next one is waited for.</summary>
    public ConnectRetry? Retry => _retry;

    /// <summary>Set exactly when <see cref="State"/> is Ended.</summary>
    public SessionEnd? End => _end;

    /// <summary>Completes, and never fails, when the session has ended and its output is complete.</summary>
    public Task<SessionEnd> Ended => _ended.Task;

    public ShellFacts Facts => _shell?.Facts ?? new ShellFacts();

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

    public TimeSpan? RoundTrip => _shell?.RoundTrip;

    public OutputBuffer Output { get; }

    /// <summary>Set while a limit will end the session within <see cref="SessionOptions.WarnBefore"/>.</summary>
    public SessionExpiry? Expiry => _expiry;

    /// <summary>State, step, size, expiry or lease changed; raised outside locks, from any thread, handlers must not throw or block.</summary>
    public event Action? Changed;

    /// <summary>True while the shell's output waits for the page that holds the lease.</summary>
    internal bool IsPaced => _pacing.IsWaiting;

    internal bool IsLeased => _holder is not null;

    /// <summary>Ends the session once; later calls change nothing. Completes when the shell is closed.</summary>
    public async Task EndAsync(SessionEndReason reason)
    {
        if (TryEnd(SessionEnd.Because(reason, _time.GetUtcNow())))
        {
            await _stopping.CancelAsync();
        }

        await Ended;
    }

    /// <summary>Gives the first lease and starts opening the shell; called once.</summary>
    internal ShellLease Start()
    {
        var lease = TakeOver();
        _ = Task.Run(RunAsync);
        return lease;
    }

    /// <summary>Gives a new lease; whoever held one has lost it.</summary>
    internal ShellLease TakeOver()
    {
        ShellLease? previous;
        ShellLease lease;
        lock (_gate)
        {
            previous = _holder;
            lease = Lease();
        }

        if (previous is not null)
        {
            previous.Lost();
            _dialogue.PageGone();
        }

        RaiseChanged();
        return lease;
    }

    /// <summary>Gives a lease if nobody holds one and the session has not ended; else null.</summary>
    internal ShellLease? TakeDetached()
    {
        ShellLease lease;
        lock (_gate)
        {
            if (_holder is not null || _state == SessionState.Ended)
            {
                return null;
            }

            lease = Lease();
        }

        RaiseChanged();
        return lease;
    }

    /// <summary>The lease's page is gone. A lease that was taken over changes nothing.</summary>
    internal void Release(ShellLease lease)
    {
        lock (_gate)
        {
            if (_holder != lease)
            {
                return;
            }

            _holder = null;
            _pacing.Detach();
            _clock.Released();
            if (_state == SessionState.Connected)
            {
                _state = SessionState.Detached;
            }
        }

        lease.Lost();
        _dialogue.PageGone();
        RaiseChanged();
        EnforceLimits();
    }

    internal bool IsHeldBy(ShellLease lease) => _holder == lease;

    internal void Acknowledge(ShellLease lease, long offset)
    {
        lock (_gate)
        {
            if (_holder == lease)
            {
                // A page cannot have shown what has not come yet.
                _pacing.Acknowledge(Math.Min(offset, Output.End));
            }
        }
    }

    internal async ValueTask WriteAsync(ShellLease lease, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        RequireWritable(lease);
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await RequireWritable(lease).WriteAsync(input, cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    internal void Resize(ShellLease lease, TerminalSize size)
    {
        lock (_gate)
        {
            size = size.Clamp();
            if (_holder != lease || _state == SessionState.Ended || _size == size)
            {
                return;
            }

            _size = size;
            Output.NoteSize(size);
            _sizeFollower?.Follow(size);
        }

        RaiseChanged();
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

    private async Task RunAsync()
    {
        IShell? shell = null;
        try
        {
            var request = _order.Request with { Size = Size };
            shell = await _connector.OpenAsync(request, _dialogue, _stopping.Token);
            if (TryOpen(shell, request.Size))
            {
                var end = await OutputPump.RunAsync(shell, Output, _pacing, _stopping.Token);
                TryEnd(SessionEnd.Of(end, _time.GetUtcNow()));
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // EndAsync has said why.
        }
        catch (OperationCanceledException)
        {
            Fail(shell, new ShellFailure(ShellFailureReason.Cancelled, "Opening the shell was cancelled.") { Step = _step });
        }
        catch (ShellException e)
        {
            Fail(shell, e.Failure);
        }
        catch (Exception e)
        {
            Log.Failed(_logger, Id, e);
            Fail(shell, new ShellFailure(ShellFailureReason.Internal, $"Something unexpected went wrong (session {Id}).") { Step = _step });
        }

        Output.Complete();
        await CloseAsync(shell);
        _ended.SetResult(_end!);
        RaiseChanged();
    }

    private void Fail(IShell? shell, ShellFailure failure) => TryEnd(shell is null
        ? SessionEnd.NotOpened(failure, _time.GetUtcNow())
        : new SessionEnd(SessionEndReason.ConnectionLost, _time.GetUtcNow(), failure.Message) { Failure = failure });

    private async Task CloseAsync(IShell? shell)
    {
        // Stops the size follower too, when it was the shell that ended.
        await _stopping.CancelAsync();
        await (_sizeFollower?.StoppedAsync() ?? Task.CompletedTask);
        if (shell is null)
        {
            return;
        }

        try
        {
            await shell.DisposeAsync();
        }
        catch (Exception e)
        {
            Log.CloseFailed(_logger, Id, e);
        }
    }

    private bool TryOpen(IShell shell, TerminalSize openedWith)
    {
        lock (_gate)
        {
            if (_state == SessionState.Ended)
            {
                return false;
            }

            _shell = shell;
            _sizeFollower = new SizeFollower(shell, openedWith, _time, _stopping.Token);
            _sizeFollower.Follow(_size);
            _step = ShellOpeningStep.Open;
            _clock.Typed();
            _state = _holder is null ? SessionState.Detached : SessionState.Connected;
        }

        Log.Opened(_logger, Id, OwnerId, VmName, Login);
        RaiseChanged();
        return true;
    }

    private bool TryEnd(SessionEnd end)
    {
        lock (_gate)
        {
            if (_state == SessionState.Ended)
            {
                return false;
            }

            _end = end;
            (_expiry, _retry) = (null, null);
            _state = SessionState.Ended;
        }

        Log.Ended(_logger, Id, VmName, end.Reason);
        RaiseChanged();
        return true;
    }

    private ShellLease Lease()
    {
        _holder = new ShellLease(this);
        _pacing.Attach(Output.Start);
        _clock.Leased();
        if (_state == SessionState.Detached)
        {
            _state = SessionState.Connected;
        }

        return _holder;
    }

    private IShell RequireWritable(ShellLease lease)
    {
        lock (_gate)
        {
            var refusal = _holder != lease ? ShellLease.NotHeld()
                : _state == SessionState.Ended ? new ShellException(ShellFailureReason.SessionEnded, $"Not sent: {_end!.Message}")
                : _shell is null ? new ShellException(ShellFailureReason.NotConnected, "Not sent: the shell is still being opened.")
                : null;
            if (refusal is not null)
            {
                throw refusal;
            }

            _clock.Typed();
            return _shell!;
        }
    }

    private void OnStep(ShellOpeningStep step)
    {
        lock (_gate)
        {
            if (_state != SessionState.Connecting)
            {
                return;
            }

            (_step, _retry) = (step, null);
        }

        RaiseChanged();
    }

    private void OnRetry(ConnectRetry retry)
    {
        lock (_gate)
        {
            if (_state != SessionState.Connecting)
            {
                return;
            }

            _retry = retry;
        }

        RaiseChanged();
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

        [LoggerMessage(4, LogLevel.Error, "Session {SessionId} failed in a way that has no name.")]
        public static partial void Failed(ILogger logger, string sessionId, Exception exception);

        [LoggerMessage(5, LogLevel.Warning, "The shell of session {SessionId} could not be closed.")]
        public static partial void CloseFailed(ILogger logger, string sessionId, Exception exception);
    }
}

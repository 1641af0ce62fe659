using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace WebShell.Core.Ssh.Libssh;

/// <summary>
/// One thread with one epoll. A session belongs to one loop for life and every libssh call with it is made on that
/// thread; other threads <see cref="Post"/>.
/// </summary>
internal sealed unsafe partial class SshLoop : IDisposable
{
    /// <summary>How often clients are asked about their timers.</summary>
    public const int TickMilliseconds = 250;

    private const int MaxEventsPerWait = 256;
    private const uint WakeId = 0;

    private readonly SocketHandle _epoll = Libc.epoll_create1(Libc.EpollCloseOnExec);
    private readonly SocketHandle _wake = Libc.eventfd(0, Libc.EventCloseOnExecNonBlocking);
    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly Dictionary<uint, Registration> _clients = [];
    private readonly Queue<(long Due, uint Id)> _resting = new();
    private readonly Thread _thread;
    private readonly ILogger _logger;
    private uint _lastId = WakeId;
    private int _wakeSent;
    private int _load;
    private long _nextTick;
    private volatile bool _stopping;

    public SshLoop(string name, ILogger logger)
    {
        _logger = logger;
        if (_epoll.IsInvalid || _wake.IsInvalid)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        Control(Libc.EpollAdd, _wake, Libc.EpollIn, WakeId);
        _thread = new Thread(Run) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>How many sessions live here; new ones go where there are fewest.</summary>
    public int Load => Volatile.Read(ref _load);

    public bool IsCurrent => Thread.CurrentThread == _thread;

    /// <summary>Runs the action on the loop, after what was posted before. It must not block.</summary>
    public void Post(Action action)
    {
        _posted.Enqueue(action);
        if (Interlocked.Exchange(ref _wakeSent, 1) == 0)
        {
            ulong one = 1;
            _ = Libc.write(_wake, &one, sizeof(ulong));
        }
    }

    public void CountSession(int change) => Interlocked.Add(ref _load, change);

    /// <summary>Starts to watch a descriptor; only on the loop.</summary>
    public Registration Register(ILoopClient client, SocketHandle fd)
    {
        var registration = new Registration(this, client, fd, ++_lastId);
        _clients.Add(registration.Id, registration);
        return registration;
    }

    public void Dispose()
    {
        _stopping = true;
        Post(static () => { });
        if (!IsCurrent)
        {
            _thread.Join();
        }
    }

    private void Run()
    {
        var events = stackalloc uint[MaxEventsPerWait * EpollEvent.MaxWords];
        while (!_stopping)
        {
            var count = Libc.epoll_wait(_epoll, events, MaxEventsPerWait, WaitMilliseconds());
            if (count < 0 && Marshal.GetLastPInvokeError() != Libc.Interrupted)
            {
                Log.LoopFailed(_logger, new Win32Exception(Marshal.GetLastPInvokeError()));
            }

            for (var i = 0; i < count; i++)
            {
                TakeTurn(EpollEvent.Id(events, i));
            }

            RunPosted();
            WakeRested();
            Tick();
        }

        RunPosted();
        _wake.Dispose();
        _epoll.Dispose();
    }

    private int WaitMilliseconds() => _clients.Count == 0 ? -1
        : _resting.TryPeek(out var first) ? (int)Math.Clamp(Math.Ceiling((first.Due - Stopwatch.GetTimestamp()) * 1000.0 / Stopwatch.Frequency), 0, TickMilliseconds)
        : TickMilliseconds;

    // All rest equally long, so they wake in the order they lay down.
    private void WakeRested()
    {
        while (_resting.TryPeek(out var first) && first.Due <= Stopwatch.GetTimestamp())
        {
            var (_, id) = _resting.Dequeue();
            if (_clients.TryGetValue(id, out var registration))
            {
                registration.IsResting = false;
                TakeTurn(id);
            }
        }
    }

    private void TakeTurn(uint id)
    {
        if (id == WakeId)
        {
            ulong ignored;
            _ = Libc.read(_wake, &ignored, sizeof(ulong));
        }
        else if (_clients.TryGetValue(id, out var registration))
        {
            Guarded(static (client, _) => client.OnTurn(), registration.Client, now: 0);
        }
    }

    private void RunPosted()
    {
        // Cleared before the queue is read: what is posted from here on wakes the loop again.
        Volatile.Write(ref _wakeSent, 0);
        for (var left = _posted.Count; left > 0 && _posted.TryDequeue(out var action); left--)
        {
            Guarded(static (action, _) => action(), action, now: 0);
        }
    }

    private void Tick()
    {
        var now = Environment.TickCount64;
        if (now < _nextTick || _clients.Count == 0)
        {
            return;
        }

        _nextTick = now + TickMilliseconds;
        foreach (var registration in _clients.Values.ToArray())
        {
            Guarded(static (client, now) => client.OnTick(now), registration.Client, now);
        }
    }

    /// <summary>One session's fault must not end the loop of its neighbours.</summary>
    private void Guarded<T>(Action<T, long> action, T subject, long now)
    {
        try
        {
            action(subject, now);
        }
        catch (Exception e)
        {
            Log.ActionFailed(_logger, e);
        }
    }

    private void Control(int operation, SocketHandle fd, uint interest, uint id)
    {
        var ev = stackalloc uint[EpollEvent.MaxWords];
        EpollEvent.Set(ev, interest, id);
        if (Libc.epoll_ctl(_epoll, operation, fd, ev) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>A watched descriptor and what is waited for. Watching nothing takes it out of epoll, which else reports hang-ups for ever.</summary>
    internal sealed class Registration(SshLoop loop, ILoopClient client, SocketHandle fd, uint id) : IDisposable
    {
        private uint _interest;

        public bool IsResting { get; set; }

        public uint Id => id;

        public ILoopClient Client => client;

        public void Watch(bool input, bool output)
        {
            var interest = (input ? Libc.EpollIn : 0) | (output ? Libc.EpollOut : 0);
            if (interest == _interest)
            {
                return;
            }

            loop.Control(
                _interest == 0 ? Libc.EpollAdd : interest == 0 ? Libc.EpollDelete : Libc.EpollModify, fd, interest, id);
            _interest = interest;
        }

        /// <summary>One turn after <see cref="OutputPacing.RestMilliseconds"/>; asked for again meanwhile, still one.</summary>
        public void TakeTurnAfterRest()
        {
            if (!IsResting)
            {
                IsResting = true;
                loop._resting.Enqueue((Stopwatch.GetTimestamp() + (OutputPacing.RestMilliseconds * Stopwatch.Frequency / 1000), id));
            }
        }

        public void Dispose()
        {
            if (loop._clients.Remove(id))
            {
                Watch(input: false, output: false);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4101, LogLevel.Error, "An SSH loop could not wait for its sessions.")]
        public static partial void LoopFailed(ILogger logger, Exception exception);

        [LoggerMessage(4102, LogLevel.Error, "A step on an SSH loop failed.")]
        public static partial void ActionFailed(ILogger logger, Exception exception);
    }
}

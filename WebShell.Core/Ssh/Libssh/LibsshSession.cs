using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WebShell.Core.Shells;

namespace WebShell.Core.Ssh.Libssh;

/// <summary>
/// One <c>ssh_session</c> on its loop: runs the steps of opening it, gives turns to its guest, and takes it down in
/// the one right order. Everything not marked otherwise is called on the loop.
/// </summary>
internal sealed class LibsshSession : ILoopClient
{
    private readonly SshLoop _loop;
    private readonly SocketHandle _socket;
    private readonly SshMetrics _metrics;
    private readonly LibsshTunnel? _tunnel;
    private readonly int _duplicate;
    private readonly SessionHandle _handle;
    private readonly SshLoop.Registration _registration;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private unsafe LibsshNative.ByteCounter* _counter;
    private GCHandle _self;
    private nint _event;
    private LibsshStep? _step;
    private ISessionGuest? _guest;
    private bool _isClosed;

    private unsafe LibsshSession(SshLoop loop, SocketHandle socket, AlgorithmOffer offer, SshMetrics metrics, LibsshTunnel? tunnel)
    {
        _tunnel = tunnel;
        _loop = loop;
        _socket = socket;
        _metrics = metrics;
        _handle = LibsshNative.ssh_new();
        _duplicate = socket.Duplicate();
        _self = GCHandle.Alloc(this);
        _counter = (LibsshNative.ByteCounter*)NativeMemory.AllocZeroed((nuint)sizeof(LibsshNative.ByteCounter));
        SessionSettings.Apply(_handle, _duplicate, offer);
        LibsshNative.ssh_set_counters(_handle, _counter, null);
        _ = LibsshNative.ssh_set_message_callback(_handle, &OnRequest, GCHandle.ToIntPtr(_self));
        _registration = loop.Register(this, socket);
    }

    public SessionHandle Handle => _handle;

    public SshLoop Loop => _loop;

    /// <summary>Completes when the machine hangs up before it has a terminal; from any thread.</summary>
    public Task Lost => _lost.Task;

    /// <summary>Bytes that came on the socket, encrypted.</summary>
    public unsafe ulong BytesReceived => _isClosed ? 0 : _counter->InBytes;

    /// <summary>Bytes wait for the socket to become writable; more must not be given to libssh.</summary>
    public bool IsWritePending => (LibsshNative.ssh_get_poll_flags(_handle) & LibsshNative.WritePending) != 0;

    /// <summary>How the connection of a machine on the way ended; null while all of them live, and where there are none. From any thread.</summary>
    public ShellEnd? JumpEnd => _tunnel?.JumpEnd;

    /// <summary>From any thread. Takes over the socket, the place on the loop, and the tunnel that the socket leads into.</summary>
    public static Task<LibsshSession> CreateAsync(
        SshLoop loop, SocketHandle socket, AlgorithmOffer offer, SshMetrics metrics, LibsshTunnel? tunnel = null)
    {
        var created = new TaskCompletionSource<LibsshSession>(TaskCreationOptions.RunContinuationsAsynchronously);
        loop.Post(() =>
        {
            try
            {
                created.SetResult(new LibsshSession(loop, socket, offer, metrics, tunnel));
            }
            catch (Exception e)
            {
                socket.Dispose();
                tunnel?.Close();
                loop.CountSession(-1);
                created.SetException(e);
            }
        });
        return created.Task;
    }

    /// <summary>From any thread: repeats a native call whenever the socket is ready, until it answers something else than <paramref name="again"/>.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; the session is then good for closing only.</exception>
    public async Task<StepResult> StepAsync(Func<SessionHandle, int> call, int again, CancellationToken cancellationToken)
    {
        var step = new LibsshStep(call, again);
        _loop.Post(() => Begin(step));
        await using var cancellation = cancellationToken.UnsafeRegister(_ => _loop.Post(() => Abandon(step, cancellationToken)), null);
        return await step.Task;
    }

    /// <summary>From any thread: reads something from the session on its loop.</summary>
    public async Task<T> AskAsync<T>(Func<SessionHandle, T> question)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _loop.Post(() =>
        {
            try
            {
                ObjectDisposedException.ThrowIf(_isClosed, this);
                answer.SetResult(question(_handle));
            }
            catch (Exception e)
            {
                answer.SetException(e);
            }
        });
        return await answer.Task;
    }

    /// <summary>From any thread: closes the session if it is not closed yet, and waits for it.</summary>
    public Task CloseAsync()
    {
        _loop.Post(() => Close(politely: true));
        return _closed.Task;
    }

    /// <summary>From any thread; the kernel's figure, and through jump hosts what they took longer at the opening.</summary>
    public TimeSpan? ReadRoundTrip() => _tunnel is null ? _socket.ReadRoundTrip() : _tunnel.ReadRoundTrip();

    /// <summary>From any thread; the kernel's figure of a line without queues, and through jump hosts what they took longer at the opening.</summary>
    public TimeSpan? ReadLeastRoundTrip() => _tunnel is null ? _socket.ReadLeastRoundTrip() : _tunnel.ReadLeastRoundTrip();

    public bool IsSocketGone => _tunnel?.HasEnded ?? _socket.IsReset();

    /// <summary>The machine on the way that does not answer any more, by name; null when all do, and where there are none.</summary>
    public string? SilentHop(long now) => _tunnel?.SilentHop(now);

    /// <summary>The machine has accepted the user: from here on the machines on the way end with this session.</summary>
    public Task OwnTheWayAsync() => _tunnel is null ? Task.CompletedTask : AskAsync(_ => _tunnel.EndsItsSession = true);

    public void OnTurn()
    {
        if (_isClosed)
        {
            return;
        }

        if (_step is not null)
        {
            RunStep();
        }
        else if (_guest is not null)
        {
            _guest.OnTurn();
        }
        else if (Poll() == LibsshNative.Error)
        {
            _lost.TrySetResult();
            _registration.Watch(input: false, output: false);
        }
        else
        {
            Arm(input: true);
        }
    }

    public void OnTick(long now) => _guest?.OnTick(now);

    /// <summary>From here on that one gets the turns; null: nobody does.</summary>
    public void GiveTo(ISessionGuest? guest) => _guest = guest;

    /// <summary>Lets libssh read and write what it can without waiting: <c>SSH_OK</c>, <c>SSH_AGAIN</c> (nothing to do) or <c>SSH_ERROR</c> (it is over).</summary>
    public int Poll()
    {
        if (_event == 0)
        {
            _event = LibsshNative.ssh_event_new();
            _ = LibsshNative.ssh_event_add_session(_event, _handle);
        }

        return LibsshNative.ssh_event_dopoll(_event, 0);
    }

    /// <summary>Waits for the socket. While nothing may be read nothing is written either: libssh reads with every write.</summary>
    public void Arm(bool input) => _registration.Watch(input, output: input && IsWritePending);

    /// <summary>Looks away from the socket for a moment and then takes a turn; a turn that comes earlier looks again.</summary>
    public void Rest()
    {
        _registration.Watch(input: false, output: false);
        _registration.TakeTurnAfterRest();
    }

    /// <summary>Asks the machine for an answer. libssh collects an old answer with one call and asks anew with the next.</summary>
    public void AskForSignOfLife()
    {
        _ = LibsshNative.ssh_send_keepalive(_handle);
        _ = LibsshNative.ssh_send_keepalive(_handle);
    }

    public unsafe string ErrorText() => LibsshNative.Text(LibsshNative.ssh_get_error(_handle));

    /// <summary>
    /// The order matters: out of epoll, then channel, then event, then session, then the tunnel it ran through; libssh closes its duplicate of the socket on
    /// some ways only, and no callback may come after its target is freed.
    /// </summary>
    public unsafe void Close(bool politely)
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        _registration.Dispose();
        _guest?.ReleaseChannel();
        if (_event != 0)
        {
            _ = LibsshNative.ssh_event_remove_session(_event, _handle);
            LibsshNative.ssh_event_free(_event);
            _event = 0;
        }

        CloseHandle(politely);
        _tunnel?.Close();
        _self.Free();
        NativeMemory.Free(_counter);
        _counter = null;
        _loop.CountSession(-1);
        var step = _step;
        _step = null;
        step?.Complete(new StepResult(LibsshNative.Error, "closed"));
        _closed.SetResult();
    }

    private void CloseHandle(bool politely)
    {
        if (politely)
        {
            LibsshNative.ssh_disconnect(_handle);
        }
        else
        {
            LibsshNative.ssh_silent_disconnect(_handle);
        }

        _handle.Dispose();
        _socket.CloseDuplicate(_duplicate);
        _socket.Dispose();
    }

    private void Begin(LibsshStep step)
    {
        if (_isClosed)
        {
            step.Complete(new StepResult(LibsshNative.Error, "closed"));
            return;
        }

        _step = step;
        RunStep();
    }

    private void RunStep()
    {
        var step = _step!;
        int code;
        try
        {
            code = step.Call(_handle);
        }
        catch (Exception e)
        {
            _step = null;
            step.Fail(e);
            return;
        }

        _socket.KeepNonBlocking();
        if (code == step.Again)
        {
            Arm(input: true);
            return;
        }

        _step = null;
        step.Complete(new StepResult(code, ErrorText()));
        Arm(input: true);
    }

    private void Abandon(LibsshStep step, CancellationToken cancellationToken)
    {
        if (_step == step)
        {
            _step = null;
        }

        step.Cancel(cancellationToken);
    }

    // Agent, X11, forwarded and every other channel or request from the machine: 1 lets libssh answer with a refusal. Without
    // a callback they would pile up in the session. Requests about our own channel are no attempt at anything: not counted.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnRequest(nint session, nint message, nint self)
    {
        if (LibsshNative.ssh_message_type(message) is LibsshNative.RequestChannelOpen or LibsshNative.RequestGlobal
            && GCHandle.FromIntPtr(self).Target is LibsshSession refusing)
        {
            refusing._metrics.RefusedRequest();
        }

        return 1;
    }
}

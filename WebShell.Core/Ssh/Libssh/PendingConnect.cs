using System.Net;
using System.Runtime.InteropServices;

namespace WebShell.Core.Ssh.Libssh;

/// <summary>One non-blocking connect that a loop waits for. Its result is an errno, 0 for success.</summary>
internal sealed class PendingConnect(SshLoop loop, SocketHandle socket) : ILoopClient
{
    private readonly TaskCompletionSource<int> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SshLoop.Registration? _registration;

    public SocketHandle Socket => socket;

    /// <exception cref="OperationCanceledException">Cancelled; the socket is closed.</exception>
    public async Task<int> RunAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        loop.Post(() => Start(address));
        await using var cancellation = cancellationToken.UnsafeRegister(_ => loop.Post(() => Cancel(cancellationToken)), null);
        return await _result.Task;
    }

    public void OnTurn() => Complete(socket.TakeError());

    public void OnTick(long now)
    {
        // Its deadline is the caller's token.
    }

    private unsafe void Start(IPEndPoint address)
    {
        if (_result.Task.IsCompleted)
        {
            return;
        }

        var native = address.Serialize();
        int error;
        fixed (byte* bytes = native.Buffer.Span)
        {
            error = Libc.connect(socket, bytes, native.Size) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }

        if (error == Libc.InProgress)
        {
            _registration = loop.Register(this, socket);
            _registration.Watch(input: false, output: true);
        }
        else
        {
            Complete(error);
        }
    }

    private void Complete(int error)
    {
        _registration?.Dispose();
        _registration = null;
        _result.TrySetResult(error);
    }

    private void Cancel(CancellationToken cancellationToken)
    {
        if (_result.Task.IsCompleted)
        {
            return;
        }

        _registration?.Dispose();
        _registration = null;
        socket.Dispose();
        _result.TrySetCanceled(cancellationToken);
    }
}

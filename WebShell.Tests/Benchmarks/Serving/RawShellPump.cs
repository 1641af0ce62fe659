using System.Net.WebSockets;
using System.Text;
using WebShell.Core.Shells;

namespace WebShell.Tests.Benchmarks.Serving;

/// <summary>
/// Copies a shell's output into a WebSocket as it is read and the page's binary messages into the shell. Text messages from
/// the page are orders: <c>aN</c> acknowledges N bytes in all. At most <see cref="Window"/> bytes are on the way.
/// </summary>
internal sealed class RawShellPump(IShell shell, WebSocket socket)
{
    /// <summary>The same as the portal's window for a terminal in the foreground.</summary>
    private const int Window = 384 * 1024;
    private const int ReadBytes = 32 * 1024;

    private readonly SemaphoreSlim _acknowledged = new(0);
    private long _acknowledgedBytes;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var output = PumpOutputAsync(ending.Token);
        var input = PumpInputAsync(ending.Token);
        await Task.WhenAny(output, input);
        await ending.CancelAsync();
        try
        {
            await Task.WhenAll(output, input);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or ShellException)
        {
            // One direction has ended, so the other was told to.
        }
    }

    private async Task PumpOutputAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[ReadBytes];
        var sent = 0L;
        int count;
        while ((count = await shell.ReadAsync(buffer, cancellationToken)) > 0)
        {
            await socket.SendAsync(buffer.AsMemory(0, count), WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
            sent += count;
            while (sent - Volatile.Read(ref _acknowledgedBytes) > Window)
            {
                await _acknowledged.WaitAsync(cancellationToken);
            }
        }
    }

    private async Task PumpInputAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[ReadBytes];
        while (true)
        {
            var message = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            switch (message.MessageType)
            {
                case WebSocketMessageType.Close:
                    return;
                case WebSocketMessageType.Binary:
                    await shell.WriteAsync(buffer.AsMemory(0, message.Count), cancellationToken);
                    break;
                default:
                    Volatile.Write(ref _acknowledgedBytes, long.Parse(Encoding.ASCII.GetString(buffer, 1, message.Count - 1)));
                    _acknowledged.Release();
                    break;
            }
        }
    }
}

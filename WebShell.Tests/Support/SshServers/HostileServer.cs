using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace WebShell.Tests.Support.SshServers;

/// <summary>A peer that speaks SSH's first bytes and then breaks its rules, on a free loopback port. What it does is a script over the raw stream.</summary>
internal sealed class HostileServer : IAsyncDisposable
{
    public static readonly byte[] Greeting = "SSH-2.0-OpenSSH_9.2p1\r\n"u8.ToArray();

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<NetworkStream, CancellationToken, Task> _script;
    private readonly Task _accepting;
    private readonly List<Task> _scripts = [];
    private long _sent;

    public HostileServer(Func<HostileServer, NetworkStream, CancellationToken, Task> script)
    {
        _script = (stream, token) => script(this, stream, token);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many bytes the other side let it send.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>An SSH packet before any key is agreed on (RFC 4253, 6): padded as it must be.</summary>
    public static byte[] Packet(params ReadOnlySpan<byte> payload)
    {
        var padding = 8 - ((payload.Length + 5) % 8);
        padding += padding < 4 ? 8 : 0;
        var packet = new byte[4 + 1 + payload.Length + padding];
        BinaryPrimitives.WriteUInt32BigEndian(packet, (uint)(1 + payload.Length + padding));
        packet[4] = (byte)padding;
        payload.CopyTo(packet.AsSpan(5));
        return packet;
    }

    public async Task SendAsync(NetworkStream stream, ReadOnlyMemory<byte> data, CancellationToken token)
    {
        await stream.WriteAsync(data, token);
        Interlocked.Add(ref _sent, data.Length);
    }

    /// <summary>The same again and again, until the other side has had enough.</summary>
    public async Task FloodAsync(NetworkStream stream, ReadOnlyMemory<byte> data, CancellationToken token)
    {
        while (true)
        {
            await SendAsync(stream, data, token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_scripts);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _scripts.Add(PlayAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task PlayAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await _script(client.GetStream(), _stop.Token);
                // Whoever waits for more shall wait.
                await Task.Delay(Timeout.Infinite, _stop.Token);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
            {
                // The other side hung up, or the test is over.
            }
        }
    }
}

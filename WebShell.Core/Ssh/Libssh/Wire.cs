using System.Net;
using System.Net.Sockets;

namespace WebShell.Core.Ssh.Libssh;

/// <summary>Two ends for libssh and a hand on what passes between them; on loopback. Each end's descriptor belongs to the libssh session that is given it.</summary>
internal sealed class Wire : IDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly (Socket Outer, Socket Inner) _client = Pair();
    private readonly (Socket Outer, Socket Inner) _server = Pair();
    private volatile bool _turns;

    public Wire()
    {
        (ClientEnd, ServerEnd) = (Duplicate(_client.Outer), Duplicate(_server.Outer));
        Start(_client.Inner, _server.Inner, isFromServer: false);
        Start(_server.Inner, _client.Inner, isFromServer: true);
    }

    public int ClientEnd { get; }

    public int ServerEnd { get; }

    /// <summary>The last bit of what the server sends next arrives turned over.</summary>
    public void TurnNext(bool turns) => _turns = turns;

    public void Dispose()
    {
        _client.Inner.Dispose();
        _server.Inner.Dispose();
    }

    private static (Socket Outer, Socket Inner) Pair()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        var outer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        outer.Connect(listener.LocalEndPoint!);
        var inner = listener.Accept();
        inner.NoDelay = true;
        return (outer, inner);
    }

    // .NET's own descriptor is closed by .NET; libssh gets another one of the same socket.
    private static int Duplicate(Socket socket)
    {
        var copy = Libc.fcntl((int)socket.Handle, Libc.FcntlDupCloseOnExec, 0);
        socket.Dispose();
        return copy;
    }

    private void Start(Socket from, Socket to, bool isFromServer) =>
        new Thread(() => Pass(from, to, isFromServer)) { IsBackground = true, Name = "ssh self-test, wire" }.Start();

    private void Pass(Socket from, Socket to, bool isFromServer)
    {
        var buffer = new byte[BufferBytes];
        try
        {
            for (var count = from.Receive(buffer); count > 0; count = from.Receive(buffer))
            {
                if (isFromServer && _turns)
                {
                    buffer[count - 1] ^= 1;
                    _turns = false;
                }

                to.Send(buffer.AsSpan(0, count));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // One side has hung up: the test is over.
        }
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WebShell.Tests.Support.SshServers;

/// <summary>Something that listens on a free loopback port and is no SSH server: it says its line, if any, and waits or hangs up.</summary>
internal sealed class TcpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> _clients = [];
    private readonly Task _accepting;

    public TcpServer(string says, bool hangsUp)
    {
        _listener.Start();
        _accepting = AcceptAsync(Encoding.ASCII.GetBytes(says), hangsUp);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        _clients.ForEach(client => client.Dispose());
    }

    private async Task AcceptAsync(byte[] says, bool hangsUp)
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }

            _clients.Add(client);
            await client.GetStream().WriteAsync(says);
            if (hangsUp)
            {
                client.Dispose();
            }
        }
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WebShell.Tests.Support.SshServers;

/// <summary>Something that listens on a free loopback port and is no SSH server: it says its line, if any, and waits or hangs up.</summary>
internal sealed class TcpServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly List<TcpClient> _clients = [];
    private readonly Task _accepting;

    /// <param name="says">Its line.</param>
    /// <param name="hangsUp">Closes right after it.</param>
    /// <param name="address">Another loopback address than 127.0.0.1.</param>
    /// <param name="port">That port.</param>
    public TcpServer(string says, bool hangsUp, string address = "127.0.0.1", int port = 0)
    {
        _listener = new TcpListener(IPAddress.Parse(address), port);
        _listener.Start();
        _accepting = AcceptAsync(Encoding.ASCII.GetBytes(says), hangsUp);
    }

    /// <summary>How many connections came.</summary>
    public int Accepted => _clients.Count;

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
            catch (Exception e) when (e is SocketException or InvalidOperationException)
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

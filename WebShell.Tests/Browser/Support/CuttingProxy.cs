using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace WebShell.Tests.Browser.Support;

/// <summary>A TCP proxy on loopback that can cut every connection at any byte (with a reset, as a broken network does) and refuse new ones for a while.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Socket, byte> _sockets = new();
    private readonly ConcurrentDictionary<Task, byte> _pairs = new();
    private Task _accepting = Task.CompletedTask;
    private Uri? _target;
    private long _toBrowser;

    public CuttingProxy() => _listener.Start();

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    /// <summary>While true new connections are closed at once.</summary>
    public bool IsDown { get; set; }

    /// <summary>While true nothing passes in either direction and nobody is told, as when a cable is pulled; nothing is lost.</summary>
    public bool IsMute { get; set; }

    /// <summary>While true new connections are taken and never answered, not even when it is over.</summary>
    public bool IsBlackHole { get; set; }

    /// <summary>How many halves of connections were reset by <see cref="Cut"/>.</summary>
    public int Cuts { get; private set; }

    /// <summary>How many bytes went to browsers.</summary>
    public long ToBrowser => Interlocked.Read(ref _toBrowser);

    public void Start(Uri target)
    {
        _target = target;
        _accepting = AcceptAsync();
    }

    /// <summary>Resets every connection: what is under way in either direction is lost.</summary>
    public void Cut()
    {
        foreach (var socket in _sockets.Keys)
        {
            try
            {
                socket.LingerState = new LingerOption(true, 0);
                socket.Dispose();
                Cuts++;
            }
            catch (ObjectDisposedException)
            {
                // Its other half was cut a moment ago and took it along.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        Cut();
        await _accepting;
        await Task.WhenAll(_pairs.Keys);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var browser = await _listener.AcceptSocketAsync(_stopping.Token);
                if (IsDown)
                {
                    browser.Dispose();
                    continue;
                }

                if (IsBlackHole)
                {
                    _sockets.TryAdd(browser, 0);
                    continue;
                }

                var pair = PairAsync(browser);
                _pairs.TryAdd(pair, 0);
                _ = pair.ContinueWith(done => _pairs.TryRemove(done, out _), TaskScheduler.Default);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // Stopped.
        }
    }

    private async Task PairAsync(Socket browser)
    {
        using var portal = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            browser.NoDelay = portal.NoDelay = true;
            await portal.ConnectAsync(_target!.Host, _target.Port);
            _sockets.TryAdd(browser, 0);
            _sockets.TryAdd(portal, 0);
            await Task.WhenAny(CopyAsync(browser, portal, countsAsOutput: false), CopyAsync(portal, browser, countsAsOutput: true));
        }
        catch (SocketException)
        {
            // Nobody listens there.
        }
        finally
        {
            _sockets.TryRemove(browser, out _);
            _sockets.TryRemove(portal, out _);
            browser.Dispose();
        }
    }

    private async Task CopyAsync(Socket from, Socket to, bool countsAsOutput)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                while (IsMute)
                {
                    await Task.Delay(10, _stopping.Token);
                }

                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
                }

                if (countsAsOutput)
                {
                    Interlocked.Add(ref _toBrowser, count);
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Cut, or closed by one side.
        }
    }
}

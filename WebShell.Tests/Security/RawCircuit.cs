using System.Net.WebSockets;
using System.Text;
using WebShell.Tests.Support;

namespace WebShell.Tests.Security;

/// <summary>Speaks to the hub of circuits as a browser would (SignalR's hub protocol over MessagePack), but says what the test wants.</summary>
internal sealed class RawCircuit : IAsyncDisposable
{
    private const byte RecordSeparator = 0x1e;
    private const int Invocation = 1;
    private const int Completion = 3;

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _lastId;

    public static async Task<RawCircuit> OpenAsync(EdgePortal portal, string cookie)
    {
        var circuit = new RawCircuit();
        circuit._socket.Options.SetRequestHeader("Cookie", cookie);
        circuit._socket.Options.SetRequestHeader("Origin", portal.Origin);
        await Within.Seconds(circuit._socket.ConnectAsync(new Uri(portal.Origin.Replace("http", "ws") + "/_blazor"), default));
        return circuit;
    }

    public async Task ShakeHandsAsync()
    {
        await _socket.SendAsync(Encoding.UTF8.GetBytes("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"), WebSocketMessageType.Text, true, default);
        var answer = await Within.Seconds(ReceiveAsync());
        Assert.Equal("{}", Encoding.UTF8.GetString(answer).TrimEnd((char)RecordSeparator));
    }

    /// <summary>Starts a circuit; its secret, or null.</summary>
    public async Task<string?> StartAsync(string baseAddress) =>
        (string?)await InvokeAsync("StartCircuit", baseAddress, baseAddress, "[]", "");

    public async Task<bool> ConnectAsync(string secret) => (bool)(await InvokeAsync("ConnectCircuit", secret))!;

    /// <summary>Calls a hub method and waits for its result.</summary>
    /// <exception cref="HubCallException">The hub answered with an error.</exception>
    public async Task<object?> InvokeAsync(string method, params string[] arguments)
    {
        var id = (++_lastId).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var message = new MessagePackWriter().Array(5).Integer(Invocation).EmptyMap().Text(id).Text(method).Array(arguments.Length);
        foreach (var argument in arguments)
        {
            message.Text(argument);
        }

        await _socket.SendAsync(message.ToFrame(), WebSocketMessageType.Binary, true, default);
        return await Within.Seconds(CompletionOfAsync(id));
    }

    /// <summary>Completes when the other side has closed the connection.</summary>
    public async Task ClosedAsync()
    {
        try
        {
            while ((await _socket.ReceiveAsync(_buffer, default)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (WebSocketException)
        {
            // Closed without a word is closed too.
        }
    }

    public ValueTask DisposeAsync()
    {
        _socket.Abort();
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<object?> CompletionOfAsync(string id)
    {
        while (true)
        {
            foreach (var message in MessagePackReader.Frames(await ReceiveAsync()))
            {
                if (message is [Completion, _, string completed, ..] && completed == id)
                {
                    return message is [_, _, _, 1, var error] ? throw new HubCallException((string)error!) : message is [_, _, _, 3, var result] ? result : null;
                }
            }
        }
    }

    private async Task<byte[]> ReceiveAsync()
    {
        using var all = new MemoryStream();
        ValueWebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(_buffer.AsMemory(), default);
            Assert.NotEqual(WebSocketMessageType.Close, part.MessageType);
            all.Write(_buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return all.ToArray();
    }
}

/// <summary>The hub answered a call with an error.</summary>
internal sealed class HubCallException(string message) : Exception(message);

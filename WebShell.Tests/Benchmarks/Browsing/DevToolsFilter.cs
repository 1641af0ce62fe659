using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace WebShell.Tests.Benchmarks.Browsing;

/// <summary>
/// Stands between Playwright and the browser and answers <c>Network.enable</c> itself. With that domain on, the browser
/// tells Playwright every WebSocket frame with its content, on the page's own thread, and a measurement of what comes over
/// a WebSocket measures mostly that.
/// </summary>
internal sealed class DevToolsFilter : IAsyncDisposable
{
    private const string Hidden = "Network.enable";
    private const int FrameBytes = 64 * 1024;

    private readonly WebApplication _app;

    private DevToolsFilter(WebApplication app) => _app = app;

    /// <summary>Where Playwright connects to.</summary>
    public string Address => _app.Urls.Single().Replace("http:", "ws:", StringComparison.Ordinal);

    public static async Task<DevToolsFilter> StartAsync(Uri browser)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.UseWebSockets();
        app.Run(context => ServeAsync(context, browser));
        await app.StartAsync();
        return new DevToolsFilter(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task ServeAsync(HttpContext context, Uri browser)
    {
        using var client = await context.WebSockets.AcceptWebSocketAsync();
        using var server = new ClientWebSocket();
        await server.ConnectAsync(browser, context.RequestAborted);
        using var answering = new SemaphoreSlim(1);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);

        Task ToClientAsync(ReadOnlyMemory<byte> message) => SendAsync(client, message, answering, ending.Token);
        var down = PumpAsync(server, ToClientAsync, ending.Token);
        var up = PumpAsync(
            client,
            message => Answer(message) is { } answer ? ToClientAsync(answer) : server.SendAsync(message, WebSocketMessageType.Text, true, ending.Token).AsTask(),
            ending.Token);
        await Task.WhenAny(down, up);
        await ending.CancelAsync();
        await Task.WhenAll(down, up).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task SendAsync(WebSocket socket, ReadOnlyMemory<byte> message, SemaphoreSlim one, CancellationToken cancellationToken)
    {
        await one.WaitAsync(cancellationToken);
        try
        {
            await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        }
        finally
        {
            one.Release();
        }
    }

    private static async Task PumpAsync(WebSocket from, Func<ReadOnlyMemory<byte>, Task> send, CancellationToken cancellationToken)
    {
        var message = new ArrayBufferWriter<byte>();
        while (true)
        {
            var part = await from.ReceiveAsync(message.GetMemory(FrameBytes), cancellationToken);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            message.Advance(part.Count);
            if (part.EndOfMessage)
            {
                await send(message.WrittenMemory);
                message.ResetWrittenCount();
            }
        }
    }

    private static byte[]? Answer(ReadOnlyMemory<byte> message)
    {
        var order = JsonNode.Parse(message.Span)!;
        return (string?)order["method"] == Hidden
            ? JsonSerializer.SerializeToUtf8Bytes(new { id = (int)order["id"]!, result = new { }, sessionId = (string?)order["sessionId"] })
            : null;
    }
}

using System.Net.Sockets;
using System.Text.Json;

namespace WebShell.Tests.Benchmarks.Probing;

/// <summary>The bench's end of the socket to one running <see cref="VmProbe"/>: one question at a time.</summary>
internal sealed class ProbeLink : IAsyncDisposable
{
    private static readonly TimeSpan ReplyLimit = TimeSpan.FromSeconds(120);

    private readonly NetworkStream _stream;
    private readonly StreamReader _reader;
    private readonly StreamWriter _writer;

    public ProbeLink(Socket socket)
    {
        _stream = new NetworkStream(socket, ownsSocket: true);
        _reader = new StreamReader(_stream);
        _writer = new StreamWriter(_stream) { AutoFlush = true };
    }

    /// <exception cref="BenchException">The probe failed, or is gone.</exception>
    public async Task<ProbeReply> AskAsync(ProbeRequest request)
    {
        using var limit = new CancellationTokenSource(ReplyLimit);
        await _writer.WriteLineAsync(JsonSerializer.Serialize(request).AsMemory(), limit.Token);
        var line = await _reader.ReadLineAsync(limit.Token) ?? throw new BenchException($"The probe left during '{request.Task}'.");
        var reply = JsonSerializer.Deserialize<ProbeReply>(line)!;
        return reply.Error is null ? reply : throw new BenchException($"The probe failed in '{request.Task}': {reply.Error}.");
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _reader.Dispose();
        await _stream.DisposeAsync();
    }
}

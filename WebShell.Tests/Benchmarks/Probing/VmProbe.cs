using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace WebShell.Tests.Benchmarks.Probing;

/// <summary>
/// Runs inside the VM's shell with its terminal in raw mode, and does what it is asked over a Unix socket (one JSON object a
/// line). So everything is measured where it matters to a program on the VM, and whatever carries the terminal is not told.
/// </summary>
internal sealed class VmProbe
{
    // Idle means that whatever was coalesced or delayed behind the last answer has had its time.
    private static readonly TimeSpan PingPause = TimeSpan.FromMilliseconds(8);
    private static readonly TimeSpan AgeSampleEvery = TimeSpan.FromMilliseconds(40);

    private readonly ProbeTerminal _terminal = new();
    private readonly Dictionary<PayloadKind, Payload> _payloads = [];

    private VmProbe()
    {
    }

    public static async Task<int> RunAsync(string socketPath)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath));
        await using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream);
        await using var writer = new StreamWriter(stream) { AutoFlush = true };

        var probe = new VmProbe();
        while (await reader.ReadLineAsync() is { } line)
        {
            var request = JsonSerializer.Deserialize<ProbeRequest>(line)!;
            await writer.WriteLineAsync(JsonSerializer.Serialize(await probe.AnswerAsync(request)));
            if (request.Task == ProbeTask.Quit)
            {
                break;
            }
        }

        return 0;
    }

    /// <summary>What stands in the last row of a terminal of that width when the long line has been written.</summary>
    public static string LongLineTail(long bytes, int columns)
    {
        var length = (int)(bytes % columns);
        return string.Concat(Enumerable.Range(0, length == 0 ? columns : length).Select(i => LongLineCharacter(bytes - (length == 0 ? columns : length) + i)));
    }

    private static char LongLineCharacter(long index) => (char)('a' + (index % 25));

    private static IEnumerable<byte[]> LongLine(long bytes)
    {
        const int piece = 50_000;
        yield return "\r\n"u8.ToArray();
        for (var start = 0L; start < bytes; start += piece)
        {
            var line = new byte[Math.Min(piece, bytes - start)];
            for (var i = 0; i < line.Length; i++)
            {
                line[i] = (byte)LongLineCharacter(start + i);
            }

            yield return line;
        }
    }

    private async Task<ProbeReply> AnswerAsync(ProbeRequest request)
    {
        try
        {
            return request.Task switch
            {
                ProbeTask.Flood => await FloodAsync(PayloadOf(request.Payload), request.Bytes),
                ProbeTask.Ping => await PingAsync(request.Count),
                ProbeTask.Age => await AgeAsync(PayloadOf(request.Payload), request.Duration),
                ProbeTask.Lines => await LinesAsync(request.First, request.Count),
                ProbeTask.LongLine => await WriteAsync([.. LongLine(request.Bytes)], TimeSpan.Zero),
                ProbeTask.Write => await WriteAsync(request.Pieces, request.Pause),
                ProbeTask.Collect => Collect(),
                ProbeTask.Collected => await CollectedAsync(request.Bytes),
                ProbeTask.Size => new ProbeReply { Text = await SizeAsync() },
                ProbeTask.Quit => new ProbeReply(),
                _ => new ProbeReply { Error = $"unknown task {request.Task}" },
            };
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            return new ProbeReply { Error = e is IOException ? e.Message : "the terminal did not answer in time" };
        }
    }

    private Payload PayloadOf(PayloadKind kind)
    {
        if (!_payloads.TryGetValue(kind, out var payload))
        {
            _payloads[kind] = payload = Payload.Of(kind);
        }

        return payload;
    }

    private async Task<ProbeReply> FloodAsync(Payload payload, long bytes)
    {
        await SettleAsync();
        var written = 0L;
        var started = Stopwatch.GetTimestamp();
        foreach (var piece in payload.Take(bytes))
        {
            _terminal.Write(piece);
            written += piece.Length;
        }

        return await ParsedAsync(started) with { Bytes = written };
    }

    private async Task<ProbeReply> PingAsync(int count)
    {
        await SettleAsync();
        var times = new List<double>(count);
        for (var i = 0; i < count; i++)
        {
            await Task.Delay(PingPause);
            var asked = Stopwatch.GetTimestamp();
            _terminal.Ask();
            times.Add(Stopwatch.GetElapsedTime(asked, await _terminal.AnswerAsync()).TotalMilliseconds);
        }

        return new ProbeReply { Milliseconds = times };
    }

    private async Task<ProbeReply> AgeAsync(Payload payload, TimeSpan duration)
    {
        await SettleAsync();
        var started = Stopwatch.GetTimestamp();
        var asked = new List<long>();
        var written = 0L;
        foreach (var piece in payload.Take(long.MaxValue))
        {
            _terminal.Write(piece);
            written += piece.Length;
            if (asked.Count == 0 || Stopwatch.GetElapsedTime(asked[^1]) >= AgeSampleEvery)
            {
                asked.Add(Stopwatch.GetTimestamp());
                _terminal.Ask();
            }

            if (Stopwatch.GetElapsedTime(started) >= duration)
            {
                break;
            }
        }

        var ages = new List<double>(asked.Count);
        foreach (var at in asked)
        {
            ages.Add(Stopwatch.GetElapsedTime(at, await _terminal.AnswerAsync()).TotalMilliseconds);
        }

        return await ParsedAsync(started) with { Bytes = written, Milliseconds = ages };
    }

    private async Task<ProbeReply> LinesAsync(int first, int count)
    {
        var text = new StringBuilder();
        for (var number = first; number < first + count; number++)
        {
            text.Append(MixedLines.Line(number)).Append("\r\n");
        }

        return await WriteAsync([Encoding.UTF8.GetBytes(text.ToString())], TimeSpan.Zero);
    }

    private async Task<ProbeReply> WriteAsync(IReadOnlyList<byte[]> pieces, TimeSpan pause)
    {
        var started = Stopwatch.GetTimestamp();
        foreach (var piece in pieces)
        {
            _terminal.Write(piece);
            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause);
            }
        }

        return await ParsedAsync(started);
    }

    private ProbeReply Collect()
    {
        _terminal.Collect();
        return new ProbeReply();
    }

    private async Task<ProbeReply> CollectedAsync(long bytes)
    {
        var started = Stopwatch.GetTimestamp();
        var typed = await _terminal.CollectedAsync(bytes);
        return new ProbeReply
        {
            Bytes = typed.Length,
            Text = Convert.ToHexString(SHA256.HashData(typed)),
            Elapsed = Stopwatch.GetElapsedTime(started),
        };
    }

    private static async Task<string> SizeAsync()
    {
        using var stty = Process.Start(new ProcessStartInfo("stty", "size") { RedirectStandardOutput = true })!;
        var size = await stty.StandardOutput.ReadToEndAsync();
        await stty.WaitForExitAsync();
        return size.Trim();
    }

    /// <summary>Whatever was written before has been parsed, so that it is not counted.</summary>
    private async Task SettleAsync() => await ParsedAsync(Stopwatch.GetTimestamp());

    private async Task<ProbeReply> ParsedAsync(long started)
    {
        _terminal.Ask();
        return new ProbeReply { Elapsed = Stopwatch.GetElapsedTime(started, await _terminal.AnswerAsync()) };
    }
}

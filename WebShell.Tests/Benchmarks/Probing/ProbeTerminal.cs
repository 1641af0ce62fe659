using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Win32.SafeHandles;

namespace WebShell.Tests.Benchmarks.Probing;

/// <summary>
/// The probe's side of a terminal in raw mode: writes bytes, asks where the cursor is (DSR, <c>ESC[6n</c>), and takes the time at
/// which each answer came in. An answer means that the terminal has parsed everything written before the question.
/// </summary>
internal sealed class ProbeTerminal
{
    private const int MaxOpenQuestions = 4096;

    // Longer than the slowest flood needs on a busy machine.
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(60);

    private readonly FileStream _output = new(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
    private readonly FileStream _input = new(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0);
    private readonly Channel<long> _answers = Channel.CreateBounded<long>(MaxOpenQuestions);
    private readonly Lock _lock = new();
    private MemoryStream? _collected;

    public ProbeTerminal() => new Thread(Read) { IsBackground = true, Name = "probe input" }.Start();

    public void Write(ReadOnlySpan<byte> bytes) => _output.Write(bytes);

    /// <summary>Asks for the cursor's position; the answers come in the order of the questions.</summary>
    public void Ask() => Write("\e[6n"u8);

    /// <summary>The time stamp (<see cref="Stopwatch.GetTimestamp"/>) at which the next answer came.</summary>
    public async Task<long> AnswerAsync()
    {
        using var limit = new CancellationTokenSource(AnswerLimit);
        return await _answers.Reader.ReadAsync(limit.Token);
    }

    /// <summary>Collects everything typed from now on.</summary>
    public void Collect()
    {
        lock (_lock)
        {
            _collected = new MemoryStream();
        }
    }

    /// <summary>Waits for that many collected bytes and 300 ms for one too many; what came is given back even if it is less.</summary>
    public async Task<byte[]> CollectedAsync(long bytes)
    {
        var started = Stopwatch.GetTimestamp();
        while (CollectedBytes < bytes && Stopwatch.GetElapsedTime(started) < AnswerLimit)
        {
            await Task.Delay(5);
        }

        await Task.Delay(300);
        lock (_lock)
        {
            var all = _collected?.ToArray() ?? [];
            _collected = null;
            return all;
        }
    }

    private long CollectedBytes
    {
        get
        {
            lock (_lock)
            {
                return _collected?.Length ?? 0;
            }
        }
    }

    private void Read()
    {
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = _input.Read(buffer)) > 0)
        {
            Take(buffer.AsSpan(0, count), Stopwatch.GetTimestamp());
        }
    }

    private void Take(ReadOnlySpan<byte> typed, long now)
    {
        lock (_lock)
        {
            if (_collected is not null)
            {
                _collected.Write(typed);
                return;
            }
        }

        // Nothing else is typed while questions are open, and an answer is ESC [ row ; column R.
        foreach (var b in typed)
        {
            if (b == 'R')
            {
                _answers.Writer.TryWrite(now);
            }
        }
    }
}

using System.Text;
using WebShell.Core.Sessions;
using WebShell.Core.Shells;
using WebShell.Core.Vt;
using WebShell.Tests.Vt;

namespace WebShell.Tests.Sessions;

public sealed class OutputReplayTests
{
    private const int Capacity = 128 * 1024;

    [Fact]
    public void ReplayFrom_OutputFullOfCharactersAndSequences_BeginsAtABoundaryWithTheModesInForce()
    {
        for (var seed = 1; seed <= 40; seed++)
        {
            var output = new NastyOutput(seed);
            var buffer = new OutputBuffer(Capacity);
            var model = new List<byte>();
            buffer.NoteSize(new TerminalSize(100, 30));
            while (model.Count < 3 * Capacity)
            {
                var data = output.Next(1 + output.Below(200));
                buffer.Append(data);
                model.AddRange(data);
                if (output.Below(10) == 0)
                {
                    AssertReplay(buffer, [.. model], $"seed {seed} at {model.Count}");
                }
            }
        }
    }

    [Fact]
    public void ReplayFrom_LinesOfText_BeginsAtALine()
    {
        var buffer = new OutputBuffer(Capacity);
        for (var line = 0; line < 20_000; line++)
        {
            buffer.Append(Encoding.UTF8.GetBytes($"{line} 漢字 \e[32mok\e[0m\r\n"));
        }

        var replay = buffer.ReplayFrom();

        Assert.InRange(replay.Offset - buffer.Start, 0, 100);
        Assert.True(buffer.TryRead(replay.Offset, 40, out var chunk, out _));
        Assert.Matches(@"^\d+ 漢字 \e\[32mok\e\[0m\r\n", Encoding.UTF8.GetString(chunk.Data.Span));
        Assert.EndsWith("\e[24;1H", Encoding.UTF8.GetString(replay.Preamble.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void ReplayFrom_ProgramThatPrintsNoLines_BeginsBehindASequence()
    {
        var buffer = new OutputBuffer(Capacity);
        buffer.Append("\e[?1049h\e[?1006h\e[?1003h"u8);
        for (var turn = 0; turn < 20_000; turn++)
        {
            buffer.Append(Encoding.UTF8.GetBytes($"\e[{1 + (turn % 24)};1H\e[3{turn % 8}mfull screen"));
        }

        var replay = buffer.ReplayFrom();

        Assert.InRange(replay.Offset - buffer.Start, 0, ReplayStart.MaxSearchBytes + 100);
        Assert.True(buffer.TryRead(replay.Offset, 40, out var chunk, out _));
        Assert.Matches(@"^(\e\[|full screen)", Encoding.UTF8.GetString(chunk.Data.Span));
        var preamble = Encoding.UTF8.GetString(replay.Preamble.Span);
        Assert.Contains("\e[?47h", preamble, StringComparison.Ordinal);
        Assert.Contains("\e[?1003h\e[?1006h", preamble, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ByOneWhoHasNothing_BeginsAsAFreshTerminalDoes()
    {
        var buffer = new OutputBuffer(Capacity);
        for (var line = 0; line < 20_000; line++)
        {
            buffer.Append(Encoding.UTF8.GetBytes($"{line} \e[32mok\e[0m\r\n"));
        }

        Assert.True(buffer.TryRead(0, 1024, out var first, out _));
        Assert.True(buffer.TryRead(1, 1024, out var fallenBehind, out _));

        var replay = buffer.ReplayFrom();
        Assert.Equal((replay.Offset, Convert.ToHexString(replay.Preamble.Span)), (first.Offset, Convert.ToHexString(first.Preamble.Span)));
        Assert.NotEqual(Convert.ToHexString(first.Preamble.Span), Convert.ToHexString(fallenBehind.Preamble.Span));
    }

    [Fact]
    public void ReplayFrom_AnEndlessTitle_BeginsSoonAndThePreambleEndsInsideIt()
    {
        var buffer = new OutputBuffer(2 * 1024 * 1024);
        buffer.Append("\e[?2004h\e]2;"u8);
        var more = new byte[1000];
        Array.Fill(more, (byte)'t');
        for (var i = 0; i < 5000; i++)
        {
            buffer.Append(more);
        }

        var replay = buffer.ReplayFrom();

        Assert.Equal(buffer.Start + (2 * ReplayStart.MaxSearchBytes), replay.Offset);
        Assert.Contains("\e[?2004h", Encoding.UTF8.GetString(replay.Preamble.Span), StringComparison.Ordinal);
        Assert.EndsWith("\e]2;" + new string('t', VtTracker.MaxStringBytes - 2), Encoding.UTF8.GetString(replay.Preamble.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void ReplayFrom_SizesThatChanged_TellsTheOneInForceThere()
    {
        var buffer = new OutputBuffer(Capacity);
        buffer.NoteSize(new TerminalSize(80, 24));
        buffer.Append(Lines(Capacity));
        buffer.NoteSize(new TerminalSize(100, 40));
        buffer.Append(Lines(Capacity));
        buffer.NoteSize(new TerminalSize(120, 50));
        buffer.Append(Lines(100));

        var replay = buffer.ReplayFrom();

        Assert.Equal(new TerminalSize(100, 40), replay.Size);
        Assert.EndsWith("\e[40;1H", Encoding.UTF8.GetString(replay.Preamble.Span), StringComparison.Ordinal);
        var sizes = new List<TerminalSize?>();
        for (var offset = replay.Offset; buffer.TryRead(offset, 1000, out var chunk, out _); offset = chunk.End)
        {
            sizes.Add(chunk.Size);
        }

        Assert.Equal([new TerminalSize(100, 40), new TerminalSize(120, 50)], sizes.Distinct());
    }

    [Fact]
    public async Task ReadAsync_FallenOutAndNoBoundaryAheadYet_WaitsInsteadOfSayingItIsComplete()
    {
        var buffer = new OutputBuffer(capacity: 4);
        buffer.Append("0123456789"u8);

        var reading = buffer.ReadAsync(offset: 0, maxBytes: 10, default).AsTask();
        Assert.False(reading.IsCompleted);
        buffer.Append("\na"u8);

        var chunk = await reading.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal("a", Encoding.UTF8.GetString(chunk.Data.Span));
        Assert.False(chunk.Preamble.IsEmpty);
    }

    private static void AssertReplay(OutputBuffer buffer, byte[] model, string where)
    {
        var replay = buffer.ReplayFrom();
        var tracker = new VtTracker(100, 30);
        tracker.Feed(model.AsSpan(0, (int)replay.Offset));

        Assert.InRange(replay.Offset, buffer.Start, buffer.Start + (2 * ReplayStart.MaxSearchBytes));
        Assert.True(tracker.IsAtBoundary, where);
        Assert.Equal(replay.Offset == 0 ? "" : VtTrackerTests.Preamble(tracker), Encoding.UTF8.GetString(replay.Preamble.Span));
    }

    private static byte[] Lines(int bytes) => [.. Enumerable.Repeat("0123456789\r\n"u8.ToArray(), bytes / 12).SelectMany(line => line)];
}

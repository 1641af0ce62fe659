using System.Text;
using WebShell.Core.Sessions;
using WebShell.Core.Shells;
using WebShell.Tests.Support;

namespace WebShell.Tests.Sessions;

public sealed class OutputBufferTests
{
    [Fact]
    public async Task ReadAsync_LateViewer_GetsWhatIsStillHeldAndSeesTheGap()
    {
        var buffer = new OutputBuffer(capacity: 4);
        buffer.Append("ab\nd\nfgh_"u8);

        var chunk = await buffer.ReadAsync(offset: 0, maxBytes: 100, default);

        Assert.Equal((4, 9), (buffer.Start, buffer.End));
        Assert.Equal(5, chunk.Offset);
        Assert.Equal("fgh_", Text(chunk));
    }

    [Fact]
    public async Task ReadAsync_MoreThanAskedFor_GivesThePieceAskedFor()
    {
        var buffer = new OutputBuffer(capacity: 100);
        buffer.Append("abcdef"u8);

        Assert.Equal("bcd", Text(await buffer.ReadAsync(offset: 1, maxBytes: 3, default)));
    }

    [Fact]
    public async Task ReadAsync_NothingThereYet_WaitsForTheNextOutput()
    {
        var buffer = new OutputBuffer(capacity: 100);
        var reading = buffer.ReadAsync(offset: 0, maxBytes: 100, default).AsTask();

        Assert.False(reading.IsCompleted);
        buffer.Append("a"u8);

        Assert.Equal("a", Text(await Within.Seconds(reading)));
    }

    [Fact]
    public async Task ReadAsync_OffsetAheadOfTheOutput_WaitsUntilItIsReached()
    {
        var buffer = new OutputBuffer(capacity: 100);
        var reading = buffer.ReadAsync(offset: 3, maxBytes: 100, default).AsTask();

        buffer.Append("abc"u8);
        buffer.Append("d"u8);

        Assert.Equal("d", Text(await Within.Seconds(reading)));
    }

    [Fact]
    public async Task Complete_WakesAWaitingReaderWithAnEmptyChunk()
    {
        var buffer = new OutputBuffer(capacity: 100);
        buffer.Append("abc"u8);
        var reading = buffer.ReadAsync(offset: 3, maxBytes: 100, default).AsTask();

        buffer.Complete();

        Assert.True((await Within.Seconds(reading)).IsEmpty);
        Assert.Equal("abc", Text(await buffer.ReadAsync(offset: 0, maxBytes: 100, default)));
    }

    [Fact]
    public async Task Complete_WhenAReaderAsksForMoreThanEverCame_ItIsEmptyToo()
    {
        var buffer = new OutputBuffer(capacity: 100);
        buffer.Append("abc"u8);
        buffer.Complete();

        Assert.True((await buffer.ReadAsync(offset: 50, maxBytes: 100, default)).IsEmpty);
    }

    [Fact]
    public void Append_AfterComplete_IsRefused()
    {
        var buffer = new OutputBuffer(capacity: 100);
        buffer.Complete();

        Assert.Throws<InvalidOperationException>(() => buffer.Append("a"u8));
    }

    [Fact]
    public async Task ReadAsync_Cancelled_LeavesOtherReadersWaiting()
    {
        var buffer = new OutputBuffer(capacity: 100);
        using var cancel = new CancellationTokenSource();
        var leaving = buffer.ReadAsync(offset: 0, maxBytes: 100, cancel.Token).AsTask();
        var staying = buffer.ReadAsync(offset: 0, maxBytes: 100, default).AsTask();

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Within.Seconds(leaving));
        buffer.Append("a"u8);

        Assert.Equal("a", Text(await Within.Seconds(staying)));
    }

    [Fact]
    public void ReplayFrom_NothingLeftTheBuffer_IsEverything()
    {
        var buffer = new OutputBuffer(capacity: 10);
        buffer.Append("ab\ncd"u8);

        Assert.Equal(new OutputReplay(0, default, null), buffer.ReplayFrom());
    }

    [Fact]
    public async Task ReplayFrom_AfterMoreThanItHolds_BeginsBehindALineFeedAndSoDoesALateReader()
    {
        var buffer = new OutputBuffer(capacity: 10);
        buffer.NoteSize(new TerminalSize(20, 2));
        buffer.Append("\e[31m56789\e]2;a\nb\a"u8);
        buffer.Append("\nabcdefgh"u8);

        var replay = buffer.ReplayFrom();
        var late = await buffer.ReadAsync(offset: 2, maxBytes: 100, default);

        Assert.Equal((10, 19), (buffer.Start, replay.Offset));
        Assert.EndsWith("\e[0;31m\e[2;6H", Encoding.UTF8.GetString(replay.Preamble.Span), StringComparison.Ordinal);
        Assert.Equal(new TerminalSize(20, 2), replay.Size);
        Assert.Equal((19, "abcdefgh"), (late.Offset, Text(late)));
        Assert.StartsWith("\x18", Encoding.UTF8.GetString(late.Preamble.Span), StringComparison.Ordinal);
        Assert.Equal((10, true), ((await buffer.ReadAsync(offset: 10, 1, default)).Offset, (await buffer.ReadAsync(offset: 10, 1, default)).Preamble.IsEmpty));
    }

    [Fact]
    public async Task NoteSize_EachChunkIsOfOneSize()
    {
        var buffer = new OutputBuffer(capacity: 100);
        buffer.NoteSize(new TerminalSize(80, 24));
        buffer.NoteSize(new TerminalSize(90, 25));
        buffer.Append("abc"u8);
        buffer.NoteSize(new TerminalSize(100, 30));
        buffer.Append("def"u8);

        var first = await buffer.ReadAsync(offset: 0, maxBytes: 100, default);
        var second = await buffer.ReadAsync(offset: 3, maxBytes: 100, default);

        Assert.Equal(("abc", new TerminalSize(90, 25)), (Text(first), first.Size));
        Assert.Equal(("def", new TerminalSize(100, 30)), (Text(second), second.Size));
        Assert.Equal(new TerminalSize(90, 25), buffer.ReplayFrom().Size);
    }

    [Fact]
    public void NoteSize_MoreThanItRemembers_KeepsTheNewest()
    {
        var buffer = new OutputBuffer(capacity: 1000);
        for (var columns = 2; columns < 200; columns++)
        {
            buffer.NoteSize(new TerminalSize(columns, 24));
            buffer.Append("x"u8);
        }

        Assert.True(buffer.TryRead(buffer.End - 2, 100, out var chunk, out _));
        Assert.Equal((1, new TerminalSize(198, 24)), (chunk.Data.Length, chunk.Size));
        Assert.True(buffer.TryRead(0, 1000, out var oldest, out _));
        Assert.Equal((198 - SizeMarks.MaxMarks + 1, new TerminalSize(200 - SizeMarks.MaxMarks, 24)), (oldest.Data.Length, oldest.Size));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 0)]
    public async Task ReadAsync_NonsenseAskedFor_IsRefused(long offset, int maxBytes) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () =>
            await new OutputBuffer(capacity: 4).ReadAsync(offset, maxBytes, default));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 7)]
    [InlineData(3, 1000)]
    [InlineData(4, 16 * 1024)]
    [InlineData(5, (16 * 1024) + 1)]
    [InlineData(6, 50_000)]
    public async Task AnyAppendsAndReads_AgreeWithAModel(int seed, int capacity)
    {
        var random = new Random(seed);
        var buffer = new OutputBuffer(capacity);
        var model = new List<byte>();
        for (var step = 0; step < 400; step++)
        {
            var data = new byte[random.Next(0, Math.Min(capacity * 3, 20_000))];
            random.NextBytes(data);
            buffer.Append(data);
            model.AddRange(data);

            // What the writer puts into its room is nobody's business before it is committed.
            buffer.GetRoom().Span.Fill(0xEE);

            var start = buffer.Start;
            Assert.Equal(model.Count, buffer.End);
            Assert.InRange(model.Count - start, Math.Min(model.Count, capacity), capacity + (2 * SegmentRing.MaxSegmentBytes));
            var offset = random.Next(0, model.Count + 1);
            var expected = offset < start ? buffer.ReplayFrom().Offset : offset;
            Assert.InRange(buffer.ReplayFrom().Offset, start, model.Count);
            if (expected < model.Count)
            {
                var chunk = await buffer.ReadAsync(offset, random.Next(1, 40_000), default);
                Assert.Equal(expected, chunk.Offset);
                Assert.False(chunk.IsEmpty);
                Assert.True(chunk.Data.Span.SequenceEqual(model.GetRange((int)chunk.Offset, chunk.Data.Length).ToArray()));
            }
        }
    }

    [Fact]
    public async Task ReadAsync_WhileOutputArrives_MissesNothing()
    {
        const int Count = 200_000;
        var buffer = new OutputBuffer(capacity: Count);
        var writing = Task.Run(() =>
        {
            for (var i = 0; i < Count; i++)
            {
                buffer.Append([(byte)(i % 251)]);
            }

            buffer.Complete();
        });

        await Task.WhenAll(Enumerable.Range(1, 3).Select(reader => Within.Seconds(Task.Run(async () =>
        {
            long end = 0;
            while (await buffer.ReadAsync(end, reader * 10, default) is { IsEmpty: false } chunk)
            {
                Assert.Equal(end, chunk.Offset);
                Assert.Equal((byte)(end % 251), chunk.Data.Span[0]);
                end = chunk.End;
            }

            Assert.Equal(Count, end);
        }))));
        await Within.Seconds(writing);
    }

    [Fact]
    public async Task Append_ExactlyWhenAReaderBeginsToWait_WakesIt()
    {
        // Writer and reader take turns, so every byte meets a reader that is just about to wait, each time a little earlier
        // or later: a lost wake-up hangs.
        const int Turns = 10_000;
        var buffer = new OutputBuffer(capacity: 16);
        var random = new Random(7);
        long shown = 0;
        var reading = Task.Run(async () =>
        {
            for (long offset = 0; offset < Turns;)
            {
                Volatile.Write(ref shown, offset);
                offset = (await buffer.ReadAsync(offset, 1, default)).End;
            }
        });
        var writing = Task.Run(() =>
        {
            for (var i = 0; i < Turns; i++)
            {
                for (var spin = default(SpinWait); Volatile.Read(ref shown) < i && !reading.IsCompleted;)
                {
                    spin.SpinOnce(sleep1Threshold: -1);
                }

                Thread.SpinWait(random.Next(0, 20));
                buffer.Append("x"u8);
            }
        });

        await reading.WaitAsync(TimeSpan.FromSeconds(60));
        await Within.Seconds(writing);
    }

    [Fact]
    public void New_BeforeAnyOutput_CostsAlmostNothing()
    {
        Assert.InRange(Allocations.Of(() => _ = new OutputBuffer(capacity: 2 * 1024 * 1024)), 1, 512);
    }

    [Fact]
    public void Append_OfAPrompt_CostsLittle()
    {
        var prompt = new byte[300];

        Assert.InRange(Allocations.Of(() => new OutputBuffer(capacity: 2 * 1024 * 1024).Append(prompt)), 300, 3 * 1024);
    }

    [Fact]
    public void AppendAndRead_InTheLongRun_AllocateOnlyWhatTheReaderGets()
    {
        const int Piece = 16 * 1024;
        const int Pieces = 200;
        var buffer = new OutputBuffer(capacity: 256 * 1024);
        var data = new byte[Piece];
        for (var i = 0; i < 32; i++)
        {
            buffer.Append(data);
        }

        Assert.InRange(Allocations.Of(AppendAndRead), Piece, Pieces * (Piece + 256L));

        void AppendAndRead()
        {
            for (var i = 0; i < Pieces; i++)
            {
                var offset = buffer.End;
                buffer.Append(data);
                Assert.True(buffer.TryRead(offset, Piece, out _, out _));
            }
        }
    }

    private static string Text(OutputChunk chunk) => Encoding.UTF8.GetString(chunk.Data.Span);
}

using WebShell.Core.Sessions;

namespace WebShell.Tests.Sessions;

public sealed class OutputMemoryTests
{
    private const int Capacity = 256 * 1024;

    [Fact]
    public void Rest_ForHalfAMinute_GivesBackWhatTheNewestSegmentDoesNotUse()
    {
        var buffer = new OutputBuffer(Capacity);
        buffer.Append(new byte[SegmentRing.MaxSegmentBytes + 100]);

        RestFor(buffer, seconds: 29);
        Assert.Equal(2 * SegmentRing.MaxSegmentBytes, buffer.HeldBytes);
        RestFor(buffer, seconds: 2);

        Assert.Equal(SegmentRing.MaxSegmentBytes + 100, buffer.HeldBytes);
    }

    [Fact]
    public async Task Rest_ThenMoreOutput_GoesOnWithNothingLost()
    {
        var random = new Random(1);
        var buffer = new OutputBuffer(Capacity);
        var model = new List<byte>();
        for (var round = 0; round < 200; round++)
        {
            var data = new byte[random.Next(0, 10_000)];
            random.NextBytes(data);
            buffer.Append(data);
            model.AddRange(data);
            RestFor(buffer, random.Next(2) * 35);

            var offset = Math.Max(buffer.Start, model.Count - 30_000);
            if (offset < model.Count)
            {
                var chunk = await buffer.ReadAsync(offset, 40_000, default);
                Assert.True(chunk.Data.Span.SequenceEqual(model.GetRange((int)offset, model.Count - (int)offset).ToArray()));
            }
        }
    }

    [Fact]
    public void Rest_AtTheEdgeOfAFullRing_KeepsTheOldestBytes()
    {
        var buffer = new OutputBuffer(Capacity);
        var data = new byte[Capacity + SegmentRing.MaxSegmentBytes];
        data[0] = 42;
        buffer.Append(data);

        RestFor(buffer, seconds: 40);

        Assert.True(buffer.TryRead(0, 1, out var chunk, out _));
        Assert.Equal(42, chunk.Data.Span[0]);
    }

    [Fact]
    public void Rest_WhileAWriterHoldsRoom_TouchesNothing()
    {
        var buffer = new OutputBuffer(Capacity);
        buffer.Append(new byte[SegmentRing.MaxSegmentBytes + 100]);
        var room = buffer.GetRoom();

        RestFor(buffer, seconds: 40);
        room.Span[0] = 42;
        buffer.Commit(1);

        Assert.True(buffer.TryRead(buffer.End - 1, 1, out var chunk, out _));
        Assert.Equal(42, chunk.Data.Span[0]);
    }

    [Fact]
    public async Task Release_GivesEverythingBackAndReadersFindItComplete()
    {
        var buffer = new OutputBuffer(Capacity);
        buffer.Append(new byte[100_000]);
        buffer.Complete();

        buffer.Release();

        Assert.Equal(0, buffer.HeldBytes);
        Assert.True((await buffer.ReadAsync(0, 100, default)).IsEmpty);
        Assert.Equal(100_000, buffer.ReplayFrom().Offset);
    }

    [Fact]
    public async Task ManyBuffersThatShareThePool_NoReaderEverSeesBytesOfAnother()
    {
        const int Buffers = 12;
        await Task.WhenAll(Enumerable.Range(1, Buffers).Select(number => Task.Run(async () =>
        {
            var random = new Random(number);
            for (var life = 0; life < 30; life++)
            {
                var buffer = new OutputBuffer(64 * 1024);
                var reading = Task.Run(() => ReadAllAsync(buffer, (byte)number));
                for (var write = 0; write < 40; write++)
                {
                    // The whole room is written, as a pump's read may do, and a part of it counts.
                    var room = buffer.GetRoom();
                    room.Span.Fill((byte)number);
                    buffer.Commit(random.Next(1, room.Length + 1));
                    RestFor(buffer, random.Next(20) == 0 ? 31 : 0);
                }

                buffer.Complete();
                if (random.Next(2) == 0)
                {
                    buffer.Release();
                }

                await reading;
                buffer.Release();
            }
        }))).WaitAsync(TimeSpan.FromSeconds(60));
    }

    private static async Task ReadAllAsync(OutputBuffer buffer, byte number)
    {
        for (long offset = 0; await buffer.ReadAsync(offset, 5000, default) is { IsEmpty: false } chunk; offset = chunk.End)
        {
            Assert.Equal(-1, chunk.Data.Span.IndexOfAnyExcept(number));
        }
    }

    private static void RestFor(OutputBuffer buffer, int seconds)
    {
        for (; seconds > 0; seconds--)
        {
            buffer.Rest();
        }
    }
}

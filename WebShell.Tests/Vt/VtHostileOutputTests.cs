using WebShell.Core.Vt;
using WebShell.Tests.Support;

namespace WebShell.Tests.Vt;

public sealed class VtHostileOutputTests
{
    private const int MegaByte = 1_000_000;

    [Fact]
    public void Feed_CutAnywhere_ComesToTheSame()
    {
        for (var seed = 1; seed <= 3000; seed++)
        {
            var output = new NastyOutput(seed);
            var data = output.Next(40);
            var (whole, pieces) = (new VtTracker(80, 24), new VtTracker(80, 24));

            whole.Feed(data);
            for (var at = 0; at < data.Length;)
            {
                var count = Math.Min(1 + output.Below(seed % 3 == 0 ? 1 : 20), data.Length - at);
                pieces.Feed(data.AsSpan(at, count));
                at += count;
            }

            Assert.True(VtTrackerTests.Preamble(whole) == VtTrackerTests.Preamble(pieces), $"seed {seed}");
            Assert.Equal(whole.IsAtBoundary, pieces.IsAtBoundary);
        }
    }

    [Fact]
    public void Feed_RandomBytes_NeverThrowsAndTheCursorStaysOnTheScreen()
    {
        var random = new Random(1);
        var noise = new byte[500];
        for (var round = 0; round < 4000; round++)
        {
            var tracker = new VtTracker(2 + random.Next(100), 1 + random.Next(50));
            random.NextBytes(noise);

            // Bytes that begin and go on with sequences come more often than in noise.
            for (var i = 0; i < noise.Length; i += 1 + random.Next(6))
            {
                noise[i] = "\e\e[[]?;:0123456789Phlm#(\n"u8[random.Next(24)];
            }

            tracker.Feed(noise);
            tracker.Resize(2 + random.Next(100), 1 + random.Next(50));
            tracker.Feed(noise);

            Assert.DoesNotContain('\0', VtTrackerTests.Preamble(tracker));
        }
    }

    [Fact]
    public void Feed_AfterTheFirst_AllocatesNothing()
    {
        var data = new NastyOutput(1).Next(5000);
        var tracker = new VtTracker(80, 24);

        Assert.Equal(0, Allocations.Of(() =>
        {
            for (long fed = 0; fed < 2 * MegaByte; fed += data.Length)
            {
                tracker.Feed(data);
            }
        }));
    }

    [Theory]
    [InlineData("\e]2;")]
    [InlineData("\e]52;c;")]
    [InlineData("\ePq")]
    [InlineData("\e_")]
    [InlineData("\e[")]
    [InlineData("\e[1:")]
    [InlineData("\e(")]
    public void Feed_ASequenceThatNeverEnds_CostsNoMemoryAndPutsNothingOnTheScreen(string start)
    {
        var tracker = new VtTracker(80, 24);
        tracker.Feed(System.Text.Encoding.ASCII.GetBytes(start));
        var more = new byte[MegaByte];
        Array.Fill(more, start.EndsWith('(') ? (byte)' ' : (byte)'1');

        Assert.Equal(0, Allocations.Of(() => tracker.Feed(more)));
        Assert.False(tracker.IsAtBoundary);
        Assert.InRange(VtTrackerTests.Preamble(tracker).Length, 1, VtTracker.MaxStringBytes + 100);
        Assert.Contains("\e[1;1H", VtTrackerTests.Preamble(tracker), StringComparison.Ordinal);
    }
}

using System.Buffers;
using WebShell.Core.Vt;

namespace WebShell.Tests.Vt;

public sealed class VtOracleTests
{
    private const int Cases = 600;

    [Fact]
    public async Task Preamble_OfAnyOutputCutAtABoundary_PutsXtermIntoTheSameState() =>
        await AssertSameAsync(Enumerable.Range(1, Cases).Select(seed => Case(seed, isFresh: true)));

    [Fact]
    public async Task Preamble_ForATerminalInAnyState_PutsXtermIntoTheSameState() =>
        await AssertSameAsync(Enumerable.Range(100_001, Cases / 2).Select(seed => Case(seed, isFresh: false)));

    [Fact]
    public async Task Preamble_InTheMiddleOfASequence_GoesOnAsIfItHadSeenItsBeginning() => await AssertSameAsync(
    [
        Open("\e]2;a long ti", "tle\atext"),
        Open("\e]8;;https://exam", "ple.com\e\\link"),
        Open($"\e]2;{new string('x', 5000)}", "y\atext"),
        Open($"\e]52;c;{new string('x', 5000)}", "y\atext"),
        Open("\ePq#0;2;0", ";0;0~~\e\\text"),
        Open("\e_hidden", " too\e\\text"),
    ]);

    private static async Task AssertSameAsync(IEnumerable<(int Seed, OracleCase Case)> tests)
    {
        var all = tests.ToArray();
        var answers = await XtermOracle.JudgeAsync([.. all.Select(test => test.Case)]);

        var wrong = all.Zip(answers).Where(pair => pair.Second.Length > 0).Select(pair => $"seed {pair.First.Seed}: {pair.Second}").ToArray();
        Assert.True(wrong.Length == 0, $"{wrong.Length} of {all.Length} differ:\n{string.Join('\n', wrong.Take(20))}");
    }

    private static (int Seed, OracleCase Case) Case(int seed, bool isFresh)
    {
        var output = new NastyOutput(seed);
        var (columns, rows) = (2 + output.Below(120), 1 + output.Below(40));
        var tracker = new VtTracker(columns, rows);
        var head = new List<object>();
        for (var part = output.Below(4); part >= 0; part--)
        {
            var piece = output.Next(output.Below(60));
            tracker.Feed(piece);
            head.Add(piece);
            if (output.Below(3) == 0)
            {
                // Smaller, xterm.js would keep room for the old size in an alternate screen that is not shown, and scroll it in there.
                tracker.Resize(columns, tracker.Rows + output.Below(10));
                head.Add(new[] { columns, tracker.Rows });
            }
        }

        // Half of them behind a line, the others at the first boundary.
        byte[] rest = [.. output.Next(60, isTail: true), .. "\x18\r\n"u8, .. output.Next(60, isTail: true)];
        var isBehindLine = output.Below(2) == 0 ? tracker.FeedThroughLine(rest, out var count) : tracker.FeedToBoundary(rest, out count);
        Assert.True(isBehindLine && tracker.IsAtBoundary);
        head.Add(rest[..count]);
        return (seed, new OracleCase(
            columns, rows, head, [tracker.Columns, tracker.Rows], Preamble(tracker, isFresh), rest[count..],
            isFresh ? null : new NastyOutput(seed + 1).Next(80), IsOpen: false));
    }

    private static (int Seed, OracleCase Case) Open(string head, string tail)
    {
        var (before, after) = (System.Text.Encoding.UTF8.GetBytes(head), System.Text.Encoding.UTF8.GetBytes(tail));
        var tracker = new VtTracker(80, 24);
        tracker.Feed(before);
        Assert.False(tracker.IsAtBoundary);
        return (0, new OracleCase(80, 24, [before], [80, 24], Preamble(tracker, isFresh: true), after, Before: null, IsOpen: true));
    }

    private static byte[] Preamble(VtTracker tracker, bool isFresh)
    {
        var preamble = new ArrayBufferWriter<byte>();
        tracker.WritePreamble(preamble, isFresh);
        return preamble.WrittenSpan.ToArray();
    }
}

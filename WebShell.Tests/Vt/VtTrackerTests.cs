using System.Buffers;
using System.Text;
using WebShell.Core.Vt;

namespace WebShell.Tests.Vt;

public sealed class VtTrackerTests
{
    private const string Home = "\e[0m\e[1;1H";

    [Theory]
    [InlineData("", Home)]
    [InlineData("\e[?1h", "\e[0m\e[?1h\e[1;1H")]
    [InlineData("\e[?1;2004h\e[?1l", "\e[0m\e[?2004h\e[1;1H")]
    [InlineData("\e=", "\e[0m\e=\e[1;1H")]
    [InlineData("\e=\e>", Home)]
    [InlineData("\e[?66h", "\e[0m\e=\e[1;1H")]
    [InlineData("\e[?7l\e[?45h\e[4h\e[20h", "\e[0m\e[20h\e[4h\e[?7l\e[?45h\e[1;1H")]
    [InlineData("\e[?25l\e[?12l\e[5 q", "\e[0m\e[?12l\e[?25l\e[5 q\e[1;1H")]
    [InlineData("\e[5 q\e[ q", Home)]
    [InlineData("\e[?2026h", "\e[0m\e[1;1H\e[?2026h")]
    public void Modes(string output, string preamble) => Assert.Equal(preamble, Preamble(output));

    [Theory]
    [InlineData("\e[?9h", "\e[0m\e[?9h\e[1;1H")]
    [InlineData("\e[?1000h\e[?1003h\e[?1006h\e[?1004h", "\e[0m\e[?1003h\e[?1006h\e[?1004h\e[1;1H")]
    [InlineData("\e[?1002h\e[?1000l", Home)]
    [InlineData("\e[?1006h\e[?1016h", "\e[0m\e[?1016h\e[1;1H")]
    [InlineData("\e[?1016h\e[?1006l", Home)]
    [InlineData("\e[?1005h\e[?1015h", Home)]
    public void Mouse_OneModeAndOneEncodingAtATime(string output, string preamble) => Assert.Equal(preamble, Preamble(output));

    [Theory]
    [InlineData("\e[1;2;3;4;5;7;8;9;53m", "\e[0;1;5;7;8;9;2;3;53;4:1m\e[1;1H")]
    [InlineData("\e[1;31;42m\e[22;39m", "\e[0;42m\e[1;1H")]
    [InlineData("\e[97;100m", "\e[0;97;100m\e[1;1H")]
    [InlineData("\e[38;5;208;48;2;1;2;3m", "\e[0;38;5;208;48;2;1;2;3m\e[1;1H")]
    [InlineData("\e[38:5:208;48:2::1:2:3m", "\e[0;38;5;208;48;2;1;2;3m\e[1;1H")]
    [InlineData("\e[4:3;58;5;9m", "\e[0;4:3;58;5;9m\e[1;1H")]
    [InlineData("\e[21m\e[24m", Home)]
    [InlineData("\e[31m\e[m", Home)]
    [InlineData("\e[1\"q", "\e[0m\e[1\"q\e[1;1H")]
    public void Attributes(string output, string preamble) => Assert.Equal(preamble, Preamble(output));

    [Theory]
    [InlineData("\e(0", "\e(0\e[0m\e[1;1H")]
    [InlineData("\e)0\x0e", "\e)0\e~\e[0m\e[1;1H")]
    [InlineData("\e*A\en", "\e*A\en\e[0m\e[1;1H")]
    [InlineData("\e(0\e(B", Home)]
    [InlineData("\e(U", Home)]
    public void CharacterSets(string output, string preamble) => Assert.Equal(preamble, Preamble(output));

    [Theory]
    [InlineData("\e[?1049h", "\e[?47h\e[0m\e[1;1H")]
    [InlineData("\e[?47hx\e[?47l", "\e[0m\e[1;2H")]
    [InlineData("abc\e[?1049h\e[5;5H\e[?1049l", "\e(B\e[0m\e[1;4H\e7\e[m\e(B\e[0m\e[1;4H")]
    [InlineData("\e[31mab\e7\e[m\r", "\e(B\e[0;31m\e[1;3H\e7\e[m\e(B\e[0m\e[1;1H")]
    public void ScreensAndSavedCursor(string output, string preamble) => Assert.Equal(preamble, Preamble(output));

    [Theory]
    [InlineData("\e[5;10r", "\e[5;10r\e[0m\e[1;1H")]
    [InlineData("\e[5;10r\e[r", Home)]
    [InlineData("\e[5;10r\e[?6h", "\e[5;10r\e[0m\e[?6h\e[1;1H")]
    [InlineData("\e[5;10r\e[10;1H\n\n\n", "\e[5;10r\e[0m\e[10;1H")]
    [InlineData("\e[3g\e[4G\eH\r", "\e[3g\e[4G\eH\e[0m\e[1;1H")]
    public void RegionAndTabStops(string output, string preamble) => Assert.Equal(preamble, Preamble(output));

    [Theory]
    [InlineData("\e]0;one\a\e]2;two\e\\", "\e]2;two\e\\\e[0m\e[1;1H")]
    [InlineData("\e]2;ü漢\u009c", "\e]2;ü漢\e\\\e[0m\e[1;1H")]
    [InlineData("\e]2;never\x18", Home)]
    [InlineData("\e]8;id=1;https://a.b/c;d\a", "\e[0m\e]8;id=1;https://a.b/c;d\e\\\e[1;1H")]
    [InlineData("\e]8;;https://a.b\a\e]8;;\a", Home)]
    [InlineData("\e]4;1;#102030;2;rgb:f/0/8\a\e]11;rgb:ffff/0000/8080\a", "\e]4;1;rgb:10/20/30\e\\\e]4;2;rgb:ff/00/88\e\\\e]11;rgb:ff/00/80\e\\\e[0m\e[1;1H")]
    [InlineData("\e]4;1;#102030;2;#102030\a\e]104;1\a\e]104\a", Home)]
    [InlineData("\e]10;#fff;#000\a\e]110\a", "\e]11;rgb:00/00/00\e\\\e[0m\e[1;1H")]
    public void Commands(string output, string preamble) => Assert.Equal(preamble, Preamble(output));

    [Theory]
    [InlineData("a\r\nb", "\e[0m\e[2;2H")]
    [InlineData("漢字e\u0301", "\e[0m\e[1;6H")]
    [InlineData("\e[5;7H\e[2A\e[3C\t", "\e[0m\e[3;17H")]
    [InlineData("\e[99;99H", "\e[0m\e[24;80H")]
    public void Cursor(string output, string preamble) => Assert.Equal(preamble, Preamble(output));

    [Fact]
    public void Cursor_AfterManyLines_IsInTheLastRow() =>
        Assert.Equal("\e[0m\e[24;1H", Preamble(string.Concat(Enumerable.Repeat("line\r\n", 1000))));

    [Fact]
    public void Cursor_BehindAFullLine_WaitsToWrap() => Assert.Equal("\e[0m\e[1;80H ", Preamble(new string('x', 80)));

    [Fact]
    public void Title_Long_IsCutBetweenCharacters() =>
        Assert.StartsWith($"\e]2;{string.Concat(Enumerable.Repeat("漢", 128))}\e\\\e[", Preamble($"\e]2;{new string('漢', 3000)}\a"), StringComparison.Ordinal);

    [Fact]
    public void Link_TooLong_IsNone() => Assert.Equal(Home, Preamble($"\e]8;;https://{new string('x', 3000)}\a"));

    [Theory]
    [InlineData("\e[?1049h\e[?1003h\e[?2004h\e[31m\e(0\e[2;5r\e[3g\e[?6h\e7\ec")]
    [InlineData("\e[?1h\e[4h\e[31m\e(0\e[2;5r\e[?6h\e7\e[?25l\e[3 q\e[!p\e[H")]
    public void Reset_LeavesNothing(string output) => Assert.Equal(Home, Preamble(output));

    [Theory]
    [InlineData("\e[c\e[>c\e[5n\e[6n\e[?6n\e[?2004$p\e[4$p\eP$qm\e\\\e]10;?\a\e]4;1;?\a\e[18t\e[>q\e[?u")]
    [InlineData("\e[=5u\e[>1u\e[>4;2m\e[?9001h")]
    public void Questions_AndWhatXtermDoesNotKnow_LeaveNothing(string output) => Assert.Equal(Home, Preamble(output));

    [Theory]
    [InlineData("", true)]
    [InlineData("text", true)]
    [InlineData("\e", false)]
    [InlineData("\e[", false)]
    [InlineData("\e[1;3", false)]
    [InlineData("\e[1;31m", true)]
    [InlineData("\e]2;title", false)]
    [InlineData("\e]2;title\e", false)]
    [InlineData("\e]2;title\e\\", true)]
    [InlineData("\ePq\n", false)]
    [InlineData("\e_x", false)]
    [InlineData("\u009b", false)]
    [InlineData("\u009b1m", true)]
    public void IsAtBoundary_OnlyBetweenSequences(string output, bool isAtBoundary) => Assert.Equal(isAtBoundary, Fed(output).IsAtBoundary);

    [Fact]
    public void IsAtBoundary_NeverInsideACharacter()
    {
        var tracker = new VtTracker(80, 24);
        var answers = "é漢🙂"u8.ToArray().Select(value =>
        {
            tracker.Feed([value]);
            return tracker.IsAtBoundary;
        });

        Assert.Equal([false, true, false, false, true, false, false, false, true], answers);
    }

    [Fact]
    public void Feed_ACharacterThatBreaksOff_DoesNotEatWhatFollows()
    {
        var tracker = new VtTracker(80, 24);
        tracker.Feed([0xE6, 0xBC, .. "\e[31m"u8]);

        Assert.Equal("\e[0;31m\e[1;1H", Preamble(tracker));
    }

    [Fact]
    public void FeedThroughLine_StopsBehindTheFirstLineFeedOutsideOfSequences()
    {
        var tracker = new VtTracker(80, 24);
        var output = "\ePq\n\e\\\e[1\nmtext\r\nmore"u8;

        Assert.True(tracker.FeedThroughLine(output, out var count));
        Assert.Equal("more", Encoding.UTF8.GetString(output[count..]));
        Assert.False(tracker.FeedThroughLine(output[count..], out count));
        Assert.Equal(4, count);
    }

    [Fact]
    public void FeedToBoundary_StopsBehindASequenceAndNotBehindText()
    {
        var tracker = new VtTracker(80, 24);
        tracker.Feed("\e[3"u8);

        Assert.True(tracker.FeedToBoundary("1mtext"u8, out var count));
        Assert.Equal(2, count);
        tracker.Feed("text"u8);
        Assert.False(tracker.FeedToBoundary("more"u8, out _));
    }

    [Fact]
    public void WritePreamble_ForATerminalInAnyState_ResetsItAndMovesItsScreenAway()
    {
        var preamble = new ArrayBufferWriter<byte>();
        new VtTracker(80, 3).WritePreamble(preamble, isFresh: false);

        Assert.StartsWith("\x18\e[?47h\e[!p\e[?47l\e[!p", Encoding.UTF8.GetString(preamble.WrittenSpan), StringComparison.Ordinal);
        Assert.Contains("\e[3H\n\n\n", Encoding.UTF8.GetString(preamble.WrittenSpan), StringComparison.Ordinal);
    }

    internal static string Preamble(VtTracker tracker)
    {
        var preamble = new ArrayBufferWriter<byte>();
        tracker.WritePreamble(preamble, isFresh: true);
        return Encoding.UTF8.GetString(preamble.WrittenSpan);
    }

    private static string Preamble(string output) => Preamble(Fed(output));

    private static VtTracker Fed(string output)
    {
        var tracker = new VtTracker(80, 24);
        tracker.Feed(Encoding.UTF8.GetBytes(output));
        return tracker;
    }
}

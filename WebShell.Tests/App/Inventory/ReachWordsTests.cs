using WebShell.App.Inventory;
using WebShell.Core.Reachability;

namespace WebShell.Tests.App.Inventory;

public sealed class ReachWordsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 18, 0, TimeSpan.Zero);

    [Fact]
    public void Words_OneThatAnswers_TellHowFastAndWhen()
    {
        var reach = new Reach { State = ReachState.Reachable, Words = "Reachable, 8 ms", RoundTrip = TimeSpan.FromMilliseconds(8.2), CheckedAt = Now.AddSeconds(-12), Since = Now.AddHours(-3) };

        Assert.Equal("SSH answered 12 s ago in 8 ms", ReachWords.Sentence(reach, Now));
        Assert.Equal(("8 ms", "ok", ""), (ReachWords.Short(reach, Now), ReachWords.Dot(reach), ReachWords.Besides(reach, Now)));
        Assert.Equal("warn", ReachWords.Dot(reach with { RoundTrip = TimeSpan.FromMilliseconds(214) }));
    }

    [Theory]
    [InlineData(ReachState.Refused, "Refused, port 22", "No answer since 10:12: refused, port 22", "refused 6 m")]
    [InlineData(ReachState.TimedOut, "Timed out after 5 s", "No answer since 10:12: timed out after 5 s", "timeout 6 m")]
    [InlineData(ReachState.NotSsh, "Not SSH: HTTP answered", "No SSH since 10:12: HTTP answered", "not SSH 6 m")]
    [InlineData(ReachState.AddressDenied, "Address not allowed", "Address not allowed", "not allowed")]
    [InlineData(ReachState.Unreachable, "No way to it from here", "No answer since 10:12: no way to it from here", "no route 6 m")]
    public void Words_OneThatDoesNot_TellSinceWhenAndWhy(ReachState state, string words, string sentence, string cell)
    {
        var reach = new Reach { State = state, Words = words, CheckedAt = Now.AddSeconds(-30), Since = Now.AddMinutes(-6) };

        Assert.DoesNotContain(" 6 m", ReachWords.Short(reach, Now.AddMinutes(-5.5)), StringComparison.Ordinal);
        Assert.Equal((sentence, cell, "bad"), (ReachWords.Sentence(reach, Now), ReachWords.Short(reach, Now), ReachWords.Dot(reach)));
        Assert.Equal(" · checked 30 s ago, never answered since the portal started", ReachWords.Besides(reach, Now));
        Assert.Equal(" · checked 30 s ago, last answered 10:11", ReachWords.Besides(reach with { LastSeen = Now.AddMinutes(-7) }, Now));
    }

    [Fact]
    public void Words_OneThatNobodyLooksAt_ClaimNothing()
    {
        var reach = new Reach { Words = "Not checked: reached through bastion" };

        Assert.Equal(("Not checked: reached through bastion", "not checked", "", ""), (ReachWords.Sentence(reach, Now), ReachWords.Short(reach, Now), ReachWords.Dot(reach), ReachWords.Besides(reach, Now)));
    }
}

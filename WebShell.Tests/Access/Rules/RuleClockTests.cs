using WebShell.Core.Access.Rules;
using static WebShell.Tests.Access.Rules.SomeRules;

namespace WebShell.Tests.Access.Rules;

public sealed class RuleClockTests
{
    // Berlin: at 2026-03-29 01:00Z the clock goes from 02:00 to 03:00, at 2026-10-25 01:00Z from 03:00 back to 02:00.
    [Theory]
    [InlineData("Mon-Fri 08:00-18:00", "2026-11-23T06:59:59Z", false)]
    [InlineData("Mon-Fri 08:00-18:00", "2026-11-23T07:00:00Z", true)]
    [InlineData("Mon-Fri 08:00-18:00", "2026-11-23T16:59:59Z", true)]
    [InlineData("Mon-Fri 08:00-18:00", "2026-11-23T17:00:00Z", false)]
    [InlineData("Mon-Fri 08:00-18:00", "2026-07-20T06:00:00Z", true)]
    [InlineData("Sun 22:00-06:00", "2026-11-23T04:59:00Z", true)]
    [InlineData("Sun 22:00-06:00", "2026-11-24T04:59:00Z", false)]
    [InlineData("Sun 22:00-24:00", "2026-11-22T23:00:00Z", false)]
    [InlineData("daily 00:00-24:00", "2026-11-22T23:00:00Z", true)]
    [InlineData("Sun 02:00-03:00", "2026-03-29T00:59:00Z", false)]
    [InlineData("Sun 02:00-03:00", "2026-03-29T01:00:00Z", false)]
    [InlineData("Sun 01:00-04:00", "2026-03-29T01:59:00Z", true)]
    [InlineData("Sun 01:00-04:00", "2026-03-29T02:00:00Z", false)]
    [InlineData("Sun 02:00-03:00", "2026-10-25T00:30:00Z", true)]
    [InlineData("Sun 02:00-03:00", "2026-10-25T01:30:00Z", true)]
    [InlineData("Sun 02:00-03:00", "2026-10-25T02:00:00Z", false)]
    public void Holds_HoursOfBerlin_AreWhatTheClockOnTheWallShows(string hours, string at, bool holds) =>
        Assert.Equal(holds, new RuleClock(Hours("Europe/Berlin", hours)).Holds(At(at)));

    [Theory]
    [InlineData("Sun 02:30-03:30", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z")]
    [InlineData("Sun 02:00-03:00", "2026-03-28T12:00:00Z", "2026-04-05T00:00:00Z")]
    [InlineData("Sun 02:30-03:00", "2026-10-25T01:10:00Z", "2026-10-25T01:30:00Z")]
    [InlineData("Sun 01:00-02:30", "2026-10-25T00:40:00Z", "2026-10-25T01:00:00Z")]
    [InlineData("Mon 08:00-09:00", "2026-11-23T12:00:00Z", "2026-11-30T07:00:00Z")]
    public void NextStart_OverAChangeOfClocks_IsTheFirstMomentThatCounts(string hours, string after, string expected) =>
        Assert.Equal(At(expected), new RuleClock(Hours("Europe/Berlin", hours)).NextStart(At(after)));

    [Fact]
    public void NextStart_AnyHours_IsTheFirstMinuteThatHolds()
    {
        var random = new Random(9);
        foreach (var zone in new[] { "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata" })
        {
            foreach (var around in new[] { "2026-03-08T05:00:00Z", "2026-03-29T00:00:00Z", "2026-04-04T13:00:00Z", "2026-10-25T00:00:00Z", "2026-11-01T04:00:00Z" })
            {
                for (var i = 0; i < 10; i++)
                {
                    var from = new TimeOnly(random.Next(4), random.Next(4) * 15);
                    var clock = new RuleClock(new RuleTimes { Zone = zone, Hours = [new RuleHours(RuleDays.Daily, from, from.AddMinutes(15 * random.Next(1, 90)))] });
                    var after = At(around).AddMinutes(random.Next(-300, 300));

                    var minutes = Enumerable.Range(0, 3 * 24 * 60).Select(minute => after.AddMinutes(minute));
                    Assert.Equal(minutes.First(clock.Holds), clock.NextStart(after));
                }
            }
        }
    }

    [Fact]
    public void Holds_BetweenBeginningAndEnd_TheEndNotIncluded()
    {
        var clock = new RuleClock(new RuleTimes { NotBefore = Noon, Until = Noon.AddHours(1) });

        Assert.False(clock.Holds(Noon.AddTicks(-1)));
        Assert.True(clock.Holds(Noon));
        Assert.False(clock.Holds(Noon.AddHours(1)));
        Assert.Equal(Noon, clock.NextStart(Noon.AddDays(-100)));
        Assert.Null(clock.NextStart(Noon.AddHours(1)));
    }

    [Theory]
    [InlineData("Mon-Fri 08:00-18:00", "Mon-Fri 08:00-18:00")]
    [InlineData("fri-mon 22:00-06:00", "Mon,Fri-Sun 22:00-06:00")]
    [InlineData("Sat,Sun  00:00-24:00", "Sat-Sun 00:00-24:00")]
    [InlineData("Mon-Sun 08:00-00:00", "daily 08:00-24:00")]
    public void Parse_Hours_AreWrittenInOneWay(string text, string written)
    {
        var hours = RuleHours.Parse(text).Hours!;

        Assert.Equal(written, hours.ToString());
        Assert.Equal(hours, RuleHours.Parse(written).Hours);
    }

    [Theory]
    [InlineData("")]
    [InlineData("08:00-18:00")]
    [InlineData("Mon-Fri-Sun 08:00-18:00")]
    [InlineData("Mo 08:00-18:00")]
    [InlineData("Mon 8:00-18:00")]
    [InlineData("Mon 24:00-08:00")]
    [InlineData("Mon 08:00-25:00")]
    [InlineData("Mon, 08:00-18:00")]
    public void Parse_NoHours_SaysHowTheyAreWritten(string text) =>
        Assert.Contains("hours are written like", RuleHours.Parse(text).Mistake, StringComparison.Ordinal);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}

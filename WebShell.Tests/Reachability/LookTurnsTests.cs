using Microsoft.Extensions.Time.Testing;
using WebShell.Core.Reachability;

namespace WebShell.Tests.Reachability;

public sealed class LookTurnsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Queue<string> _wanted = new();

    [Fact]
    public void Take_WhatPagesShow_LeavesEveryFourthLookToTheOthers()
    {
        var turns = Turns(new ReachabilityOptions { PerSecond = 8 }, [.. Names("other")]);
        _time.Advance(TimeSpan.FromMinutes(5)); // it is the turn of all these
        turns.Keep([.. Names("shown"), .. Names("other")]);
        Names("shown").ForEach(_wanted.Enqueue);

        var taken = turns.Take(100, TakeWanted);

        Assert.Equal((8, 6), (taken.Count, taken.Count(slug => slug.StartsWith("shown", StringComparison.Ordinal))));
    }

    [Fact]
    public void Take_OnlyAsManyAsThereIsRoomFor_AndASecondMayHave()
    {
        var turns = Turns(new ReachabilityOptions { PerSecond = 4 }, [.. Names("vm")]);
        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(3, turns.Take(3, TakeWanted).Count);
        Assert.Single(turns.Take(3, TakeWanted));
        Assert.Empty(turns.Take(3, TakeWanted));
        _time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal(2, turns.Take(3, TakeWanted).Count);
    }

    [Fact]
    public void Take_OneThatWasLookedAtLessThanAMinuteAgo_ComesAgainAsSoonAsThatIsOver()
    {
        var turns = Turns(new ReachabilityOptions { Interval = TimeSpan.FromHours(5) }, "a");
        _wanted.Enqueue("a");
        Assert.Equal(["a"], turns.Take(1, TakeWanted));
        turns.Looked("a", answered: true);

        _time.Advance(TimeSpan.FromSeconds(59));
        _wanted.Enqueue("A");
        Assert.Empty(turns.Take(1, TakeWanted));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["a"], turns.Take(1, TakeWanted));
        Assert.Empty(turns.Take(1, TakeWanted));
    }

    [Fact]
    public void Take_AFewNewMachines_AreAllLookedAtWithinSeconds()
    {
        var turns = Turns(new ReachabilityOptions(), [.. Names("vm")]);

        _time.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal(20, turns.Take(100, TakeWanted).Distinct().Count());
    }

    [Fact]
    public void Take_OneThatIsGone_HasNoTurn_AndComesBackAsANewOne()
    {
        var turns = Turns(new ReachabilityOptions(), "a", "b");
        turns.Keep(["b"]);
        _time.Advance(TimeSpan.FromMinutes(5));
        _wanted.Enqueue("a");
        Assert.Equal(["b"], turns.Take(10, TakeWanted));

        turns.Keep(["a", "b"]);
        _wanted.Enqueue("a");

        Assert.Equal(["a"], turns.Take(10, TakeWanted));
    }

    private LookTurns Turns(ReachabilityOptions options, params string[] slugs)
    {
        var turns = new LookTurns(options, _time);
        turns.Keep(slugs);
        return turns;
    }

    private static List<string> Names(string prefix) => [.. Enumerable.Range(0, 20).Select(number => $"{prefix}-{number}")];

    private bool TakeWanted(out string slug) => _wanted.TryDequeue(out slug!);
}

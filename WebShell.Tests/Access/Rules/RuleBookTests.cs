using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using WebShell.Core.Access.Rules;
using WebShell.Core.Inventory;
using WebShell.Tests.Inventory;
using WebShell.Tests.Support;

namespace WebShell.Tests.Access.Rules;

public sealed class RuleBookTests
{
    private readonly MemoryRuleTable _table = new();
    private readonly FakeTimeProvider _time = new(SomeRules.Noon);

    [Fact]
    public async Task Start_OfAPortalThatHadNoRules_WritesTheFirst_Once()
    {
        await NodeAsync();
        var second = await NodeAsync();

        var rule = Assert.Single(second.Stored.Rules);
        Assert.Equal((RuleBook.First.Id, 1, SomeRules.Noon, "WebShell"), (rule.Id, rule.Version, rule.ChangedAt, rule.ChangedBy));
        Assert.Equal(1, second.Stored.Edition);
    }

    [Fact]
    public async Task Start_WhereTheFirstRuleWasRemoved_DoesNotBringItBack()
    {
        (await NodeAsync()).Set();

        Assert.Empty((await NodeAsync()).Stored.Rules);
    }

    [Fact]
    public async Task Change_WritesWhatIsDifferent_AndHoldsAtOnce()
    {
        var book = await NodeAsync();
        var told = 0;
        book.Changed += () => told++;
        book.Set(SomeRules.Allow("a"), SomeRules.Allow("b"));
        _time.Advance(TimeSpan.FromMinutes(1));

        var stored = await book.ChangeAsync(now => [now.Find("a")!.Rule, SomeRules.Allow("b") with { Logins = ["root"] }], "ann", default);

        Assert.Equal((3, 2), (stored.Edition, told));
        Assert.Equal((1, "a test"), (stored.Find("a")!.Version, stored.Find("a")!.ChangedBy));
        Assert.Equal((2, "ann", _time.GetUtcNow()), (stored.Find("b")!.Version, stored.Find("b")!.ChangedBy, stored.Find("b")!.ChangedAt));
        Assert.Equal(["root"], book.Now.Rules.Single(rule => rule.Id == "b").Logins);
        var read = await _table.ReadAsync(default);
        Assert.True(RuleDiff.Of(stored.Plain, read.Plain).IsEmpty);
    }

    [Fact]
    public async Task Change_ToTheSame_IsNone()
    {
        var book = await NodeAsync();
        book.Changed += () => Assert.Fail("Nothing changed.");

        Assert.Equal(1, (await book.ChangeAsync(now => now.Plain, "ann", default)).Edition);
    }

    [Fact]
    public async Task Change_WithMistakes_IsRefused_AndTheOldRulesHold()
    {
        var book = await NodeAsync();

        var refused = await Assert.ThrowsAsync<RuleException>(() => book.ChangeAsync(now => [.. now.Plain, SomeRules.Allow("x") with { Logins = [] }], "ann", default));

        Assert.Contains("as needs 1 to", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, book.Stored.Edition);
        Assert.Equal(1, await _table.ReadEditionAsync(default));
    }

    [Fact]
    public async Task Change_AnotherNodeWasFaster_DecidesAgainOnWhatIsThere()
    {
        var (book, other) = (await NodeAsync(), await NodeAsync());
        _table.BeforeWrite = () =>
        {
            _table.BeforeWrite = () => { };
            other.Set(SomeRules.Allow("theirs"));
        };
        var seen = new List<string>();

        await book.ChangeAsync(
            now =>
            {
                seen.Add(string.Join(' ', now.Plain.Select(rule => rule.Id)));
                return [.. now.Plain, SomeRules.Allow("mine")];
            },
            "ann", default);

        Assert.Equal([RuleBook.First.Id, "theirs"], seen);
        Assert.Equal(["mine", "theirs"], book.Now.Rules.Select(rule => rule.Name));
    }

    [Fact]
    public async Task Follow_ReadsWhatAnotherNodeWrote_AndSaysSoOnce()
    {
        var (book, other) = (await NodeAsync(), await NodeAsync());
        var told = 0;
        book.Changed += () => told++;
        other.Set(SomeRules.Deny("no"));

        await book.FollowAsync(default);
        await book.FollowAsync(default);

        Assert.Equal(("no", 1), (Assert.Single(book.Now.Rules).Name, told));
    }

    [Fact]
    public async Task Follow_WhereNothingCanBeRead_ChangesNothing()
    {
        var book = await NodeAsync();
        _table.IsDown = true;

        await Assert.ThrowsAsync<RuleException>(() => book.FollowAsync(default));
        await Assert.ThrowsAsync<RuleException>(() => book.ChangeAsync(_ => [], "ann", default));

        Assert.Single(book.Now.Rules);
    }

    [Fact]
    public async Task Follow_RulesThatSomebodyWrotePastThePortal_AreAllOrNone()
    {
        var book = await NodeAsync();
        await _table.WriteAsync([new StoredRule(SomeRules.Allow("wide"), 1, SomeRules.Noon, "x"), new StoredRule(SomeRules.Deny("bad") with { Logins = [] }, 1, SomeRules.Noon, "x")], [], 1, default);

        await Assert.ThrowsAsync<RuleException>(() => book.FollowAsync(default));

        Assert.Equal(RuleBook.First.Id, Assert.Single(book.Now.Rules).Id);
    }

    [Fact]
    public async Task Follower_LaysTheRulesOverTheMachinesAheadOfAnyQuestion_AndLooksForOthersChanges()
    {
        var (book, other) = (await NodeAsync(), await NodeAsync());
        using var inventory = new VmInventory([new ListSource("list", Machines.Named("web-01"))], NullLogger<VmInventory>.Instance);
        await inventory.RefreshAsync(default);
        using var follower = new RuleFollower(book, inventory, _time, NullLogger<RuleFollower>.Instance);
        await follower.StartAsync(default);
        other.Set(SomeRules.Allow("theirs"));

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (book.Now.Rules[0].Name != "theirs" || !book.Now.IsOver(inventory.All))
        {
            _time.Advance(RuleFollower.LookInterval);
            await Task.Delay(TimeSpan.FromMilliseconds(5), limit.Token);
        }

        await follower.StopAsync(default);
    }

    private async Task<RuleBook> NodeAsync()
    {
        var book = new RuleBook(_table, _time, NullLogger<RuleBook>.Instance);
        await book.StartAsync(default);
        return book;
    }
}

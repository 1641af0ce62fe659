using WebShell.Core.Access;
using WebShell.Core.Audit;
using WebShell.Core.Inventory;
using WebShell.Core.Requests;
using WebShell.Tests.Access;
using WebShell.Tests.Access.Rules;

namespace WebShell.Tests.Requests;

public sealed class RequestKeeperTests : IAsyncLifetime
{
    private static readonly PortalUser Ann = RequestBench.Ann;

    private readonly RequestBench _bench = new();

    [Fact]
    public async Task Request_ThatNobodyAnswers_Closes_OnceOnTwoNodes()
    {
        await _bench.AskAsync(Ann);
        var other = await new RequestBench(_bench).LoadedAsync();
        _bench.Time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromMinutes(1));
        await _bench.LookAsync();
        Assert.Equal(AskState.Pending, _bench.Book.Now.All[0].State);

        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        await Task.WhenAll(_bench.LookAsync(), other.LookAsync());
        await Task.WhenAll(_bench.LookAsync(), other.LookAsync());

        Assert.All([_bench, other], node => Assert.Equal((AskState.Closed, "Nobody answered in time.", 2), (node.Book.Now.All[0].State, node.Book.Now.All[0].Answer, node.Book.Now.All[0].Version)));

        // Whichever node writes it: the same event, which the log keeps once.
        Assert.Single(_bench.Audit.Events.Where(one => one.Kind == AuditKind.AccessEnded).Select(one => one.Id).Distinct());
    }

    [Fact]
    public async Task OtherNode_SeesWhatWasAskedAndAnswered_AndItsPeopleMayThen()
    {
        var other = await new RequestBench(_bench).LoadedAsync();
        var told = 0;
        other.Book.Changed += () => told++;

        var granted = await _bench.GrantedAsync(Ann);
        await other.LookAsync();

        Assert.Equal(granted, Assert.Single(other.Book.Now.All));
        Assert.True(other.MayOpen(Ann));
        Assert.Equal(1, told);
    }

    [Fact]
    public async Task OtherNode_ThatSeesTheRuleBeforeTheRequest_LeavesIt()
    {
        var other = await new RequestBench(_bench).LoadedAsync();
        var asked = await _bench.AskAsync(Ann);
        await other.LookAsync();
        await _bench.Answers(RequestBench.Op).GrantAsync(asked.Id, asked.Version, asked.Wanted, default);

        await other.Rules.FollowAsync(default);
        await other.Writer.RemoveRulesAsync(default);

        Assert.True(other.MayOpen(Ann));
    }

    [Fact]
    public async Task Account_ThatIsDisabledOrRenamed_ClosesItsRequestAndEndsItsGrant()
    {
        await _bench.GrantedAsync(Ann);
        await _bench.AskAsync(Ann, "web-02", "root");
        await _bench.AskAsync(RequestBench.Bob);

        _bench.People.Set(RequestBench.Bob, RequestBench.Op);
        await _bench.LookAsync();

        Assert.Equal([AskState.Closed, AskState.Ended], _bench.Book.Now.All.Where(asked => asked.AskerId == "ann").Select(asked => asked.State).Order());
        Assert.Equal(AskState.Pending, _bench.Book.Now.All.Single(asked => asked.AskerId == "bob").State);
        Assert.DoesNotContain(_bench.Rules.Stored.Rules, rule => rule.Rule.Granted is not null);

        // Somebody who is called as she was gets nothing of hers.
        _bench.People.Set(RequestBench.Bob with { Name = "Ann" }, RequestBench.Op);
        await _bench.LookAsync();
        Assert.Equal(AskState.Closed, _bench.Book.Now.All.Single(asked => asked.AskerId == "bob").State);
        Assert.False(_bench.MayOpen(RequestBench.Bob));
    }

    [Fact]
    public async Task Machine_ThatIsRemoved_ClosesTheRequestOfWhoSawIt_AndEndsTheGrant()
    {
        _bench.Rules.Set(SomeRules.Allow("ann") with { Who = SomeRules.Users("ann"), Where = VmQuery.Parse("name:web-01"), Logins = ["root"] });
        await _bench.AskAsync(Ann);
        await _bench.GrantedAsync(RequestBench.Bob);

        _bench.Source.List = [];
        await _bench.Inventory.RefreshAsync(default);
        await _bench.LookAsync();

        Assert.Equal((AskState.Closed, "The machine was removed."), StateOf("ann"));
        Assert.Equal(AskState.Ended, StateOf("bob").State);
        Assert.DoesNotContain(_bench.Rules.Stored.Rules, rule => rule.Rule.Granted is not null);
    }

    [Fact]
    public async Task GrantThatAnAdministratorMadeToStay_Stays()
    {
        var granted = await _bench.GrantedAsync(Ann);
        _bench.Rules.Set(_bench.Rules.Stored.Find(granted.Given!.RuleId)!.Rule with { Granted = null, When = Core.Access.Rules.RuleTimes.Always });

        await _bench.LookAsync();

        Assert.Equal(AskState.Ended, StateOf("ann").State);
        Assert.True(_bench.MayOpen(Ann));
    }

    [Fact]
    public async Task GrantThatAnAdministratorProlonged_LastsAsLongAsItsRule()
    {
        var granted = await _bench.GrantedAsync(Ann);
        var rule = _bench.Rules.Stored.Find(granted.Given!.RuleId)!.Rule;
        _bench.Rules.Set(rule with { When = rule.When with { Until = granted.Given.Until.AddHours(1) } });

        _bench.Time.Advance(TimeSpan.FromMinutes(90));
        await _bench.LookAsync();
        Assert.True(_bench.MayOpen(Ann));

        _bench.Time.Advance(TimeSpan.FromMinutes(30));
        await _bench.LookAsync();
        Assert.Equal(AskState.Ended, StateOf("ann").State);
        Assert.Empty(_bench.Rules.Stored.Rules);
    }

    [Fact]
    public async Task SettledOnes_AreKeptForNinetyDays()
    {
        await _bench.Desk(Ann).WithdrawAsync((await _bench.AskAsync(Ann)).Id, default);
        _bench.Time.Advance(RequestBook.KeptFor + TimeSpan.FromDays(1));

        var late = await _bench.AskAsync(Ann);

        Assert.Equal(late.Id, Assert.Single(_bench.Book.Now.All).Id);
        Assert.Equal(late.Id, Assert.Single((await _bench.Table.ReadAsync(default)).All).Id);
    }

    [Fact]
    public async Task DatabaseThatIsDown_LeavesWhatIsKnown()
    {
        await _bench.GrantedAsync(Ann);
        _bench.Table.IsDown = true;

        await Assert.ThrowsAsync<RequestException>(_bench.LookAsync);

        Assert.True(_bench.MayOpen(Ann));
        _bench.Time.Advance(TimeSpan.FromHours(1));
        Assert.False(_bench.MayOpen(Ann));
    }

    public Task InitializeAsync() => _bench.LoadedAsync();

    public Task DisposeAsync()
    {
        _bench.Dispose();
        return Task.CompletedTask;
    }

    private (AskState State, string Answer) StateOf(string asker)
    {
        var asked = _bench.Book.Now.All.Single(one => one.AskerId == asker);
        return (asked.State, asked.Answer);
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using WebShell.Core.Access;
using WebShell.Core.Access.Rules;
using WebShell.Core.Audit;
using WebShell.Core.Inventory;
using WebShell.Core.Requests;
using WebShell.Core.Sessions;
using WebShell.Tests.Access;
using WebShell.Tests.Access.Rules;
using WebShell.Tests.Inventory;
using WebShell.Tests.Sessions;
using WebShell.Tests.Support;

namespace WebShell.Tests.Requests;

public sealed class RequestAnswersTests : IAsyncLifetime
{
    private static readonly PortalUser Ann = RequestBench.Ann;
    private static readonly PortalUser Op = RequestBench.Op;
    private static readonly PortalUser Chief = RequestBench.Chief;

    private readonly RequestBench _bench = new();

    [Fact]
    public async Task Grant_GivesOnePersonOneLoginOnOneMachine_AsARuleThatEnds()
    {
        var asked = await _bench.AskAsync(Ann, why: "the disk is full");
        var line = Assert.Single((await _bench.Answers(Op).ReadAsync(default))!);
        Assert.Equal((null, "deploy", 0, "web-01"), (line.Plan!.Problem, line.Plan.Login, line.Plan.Already.Count, line.Plan.Machine!.Name));

        var granted = (await _bench.Answers(Op).GrantAsync(asked.Id, asked.Version, TimeSpan.FromMinutes(20), default)).Done!;

        Assert.Equal((AskState.Granted, "Otto", _bench.Time.GetUtcNow().AddMinutes(20)), (granted.State, granted.AnsweredBy, granted.Given!.Until));
        Assert.True(_bench.MayOpen(Ann));
        Assert.False(_bench.MayOpen(Ann, login: "root"));
        Assert.False(_bench.MayOpen(Ann, machine: "web-02", login: "root"));
        Assert.False(_bench.MayOpen(RequestBench.Bob));
        var rule = _bench.Rules.Stored.Find(granted.Given.RuleId)!.Rule;
        Assert.Equal((RuleActivities.Shell, granted.Given.Until, "Otto"), (rule.What, rule.When.Until, rule.Granted!.By));
        Assert.Contains("the disk is full", rule.Granted.Why, StringComparison.Ordinal);
        var written = Assert.Single(_bench.Audit.Events, one => one.Kind == AuditKind.AccessGranted);
        Assert.Equal(("op", "Ann", "00:20 of 01:00", rule.Id), (written.ActorId, written.Details["to"], written.Details["for"], written.Details["rule"]));

        _bench.Time.Advance(TimeSpan.FromMinutes(20));
        Assert.False(_bench.MayOpen(Ann));
        await _bench.LookAsync();
        Assert.Null(_bench.Rules.Stored.Find(rule.Id));
        Assert.Equal((AskState.Ended, "Its time is over."), (_bench.Book.Now.All[0].State, _bench.Book.Now.All[0].Answer));
        Assert.Single(_bench.Audit.Events, one => one.Kind == AuditKind.AccessEnded);
    }

    [Fact]
    public async Task Grant_ThatEnds_EndsTheShellThatWasOpenedByIt()
    {
        var shells = new SessionBench();
        await using var closing = shells;
        shells.Time.SetUtcNow(_bench.Time.GetUtcNow());
        var granted = await _bench.GrantedAsync(Ann);
        using var guard = new AccessGuard(shells.Registry, _bench.Inventory, _bench.Rules, _bench.People, _bench.Policy, new OnlookerRights(_bench.Inventory, _bench.People, _bench.Policy, shells.Time), shells.Time, NullLogger<AccessGuard>.Instance);
        await guard.StartAsync(default);
        var lease = shells.Open("ann", login: "deploy");
        (await shells.Connector.NextAsync()).Open();
        await SessionBench.UntilAsync(lease.Session, () => lease.Session.State == SessionState.Connected);

        _bench.Time.Advance(granted.Wanted - TimeSpan.FromSeconds(1));
        shells.Time.Advance(AccessGuard.LookInterval);
        Assert.Equal(SessionState.Connected, lease.Session.State);

        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        shells.Time.Advance(AccessGuard.LookInterval);
        Assert.Equal(SessionEndReason.AccessRevoked, (await Within.Seconds(lease.Session.Ended)).Reason);
        await guard.StopAsync(default);
    }

    [Fact]
    public async Task Answer_BySomebodyWhoMayNot_AndOfOnesOwn_IsRefused()
    {
        var asked = await _bench.AskAsync(Ann);
        var own = await _bench.AskAsync(Op, "web-02", "root");

        foreach (var user in new[] { Ann, RequestBench.Bob })
        {
            Assert.Null(await _bench.Answers(user).ReadAsync(default));
            Assert.Equal(0, await _bench.Answers(user).CountAsync(default));
            await Assert.ThrowsAsync<UnauthorizedAccessException>(() => _bench.Answers(user).GrantAsync(asked.Id, asked.Version, asked.Wanted, default));
            await Assert.ThrowsAsync<UnauthorizedAccessException>(() => _bench.Answers(user).DenyAsync(asked.Id, asked.Version, "no", default));
        }

        Assert.Equal("Nobody answers their own request.", (await _bench.Answers(Op).GrantAsync(own.Id, own.Version, own.Wanted, default)).Refusal);
        Assert.Equal("Nobody answers their own request.", (await _bench.Answers(Op).DenyAsync(own.Id, own.Version, "no", default)).Refusal);
        Assert.Equal((1, 2), (await _bench.Answers(Op).CountAsync(default), await _bench.Answers(Chief).CountAsync(default)));
        Assert.True((await _bench.Answers(Op).ReadAsync(default))!.Single(line => line.Asked.Id == own.Id).IsMine);
        Assert.DoesNotContain(_bench.Rules.Stored.Rules, rule => rule.Rule.Granted is not null);
    }

    [Fact]
    public async Task Grant_LongerThanAsked_IsAMistake()
    {
        var asked = await _bench.AskAsync(Ann);

        foreach (var lasts in new[] { TimeSpan.FromHours(2), TimeSpan.Zero, TimeSpan.FromHours(-1) })
        {
            Assert.Equal("for", Assert.Single((await _bench.Answers(Op).GrantAsync(asked.Id, asked.Version, lasts, default)).Mistakes).Field);
        }

        Assert.Equal([TimeSpan.FromHours(1), TimeSpan.FromMinutes(30)], _bench.Answers(Op).Choices(asked));
    }

    [Fact]
    public async Task Answers_OfTwoAtOnce_OneCountsAndTheOtherIsTold()
    {
        var asked = await _bench.AskAsync(Ann);

        var both = await Task.WhenAll(
            Task.Run(() => _bench.Answers(Op).GrantAsync(asked.Id, asked.Version, asked.Wanted, default)),
            Task.Run(() => _bench.Answers(Chief).DenyAsync(asked.Id, asked.Version, "not today", default)));

        var loser = Assert.Single(both, outcome => outcome.Done is null);
        Assert.Contains("it meanwhile", loser.Refusal, StringComparison.Ordinal);
        Assert.Single(_bench.Audit.Events, one => one.Kind is AuditKind.AccessGranted or AuditKind.AccessDenied);
    }

    [Fact]
    public async Task Answers_OnTwoNodes_OneCounts_AndTheLogSaysThatTheOtherDidNot()
    {
        var asked = await _bench.AskAsync(Ann);
        var other = new RequestBench(_bench);
        await other.Book.FollowAsync(default);
        _bench.Table.BeforeWrite = () =>
        {
            _bench.Table.BeforeWrite = () => { };
            other.Answers(Chief).DenyAsync(asked.Id, asked.Version, "not today", default).GetAwaiter().GetResult();
        };

        var outcome = await _bench.Answers(Op).GrantAsync(asked.Id, asked.Version, asked.Wanted, default);

        Assert.Equal((null, "Chief has denied it meanwhile."), (outcome.Done, outcome.Refusal));
        Assert.False(_bench.MayOpen(Ann));
        var granted = _bench.Audit.Events.Where(one => one.Kind == AuditKind.AccessGranted).ToArray();
        Assert.Equal([AuditOutcome.Done, AuditOutcome.Failed], granted.Select(one => one.Outcome));
        Assert.Equal(granted[0].Id, granted[1].Because);
    }

    [Fact]
    public async Task Deny_NeedsAReason_WhichTheAskerReads()
    {
        var asked = await _bench.AskAsync(Ann);
        Assert.Equal("why", Assert.Single((await _bench.Answers(Op).DenyAsync(asked.Id, asked.Version, "  ", default)).Mistakes).Field);

        await _bench.Answers(Op).DenyAsync(asked.Id, asked.Version, "ask the team\u202e first", default);

        var mine = Assert.Single(await _bench.Desk(Ann).MineAsync(default));
        Assert.Equal((AskState.Denied, "Otto", "ask the team first"), (mine.State, mine.AnsweredBy, mine.Answer));
        Assert.Equal("ask the team first", _bench.Audit.Events.Single(one => one.Kind == AuditKind.AccessDenied).Details["why"]);
    }

    [Fact]
    public async Task DenyingRule_WinsOverAGrant_AndTheAnswererIsWarned()
    {
        _bench.Rules.Set(SomeRules.Deny("freeze"));
        var asked = await _bench.AskAsync(Ann);

        Assert.Contains("Rule 'freeze' denies this", Assert.Single((await _bench.Answers(Op).ReadAsync(default))!).Plan!.Warning, StringComparison.Ordinal);
        Assert.NotNull((await _bench.Answers(Op).GrantAsync(asked.Id, asked.Version, asked.Wanted, default)).Done);

        Assert.False(_bench.MayOpen(Ann));
    }

    [Theory]
    [InlineData("web-99", "deploy", "no machine of the name web-99")]
    [InlineData("web-01", "oracle", "has no login oracle")]
    public async Task Grant_OfWhatThereIsNot_IsRefused_WithWhy(string machine, string login, string why)
    {
        var asked = await _bench.AskAsync(Ann, machine, login);

        Assert.Contains(why, Assert.Single((await _bench.Answers(Op).ReadAsync(default))!).Plan!.Problem, StringComparison.Ordinal);
        Assert.Contains(why, (await _bench.Answers(Op).GrantAsync(asked.Id, asked.Version, asked.Wanted, default)).Refusal, StringComparison.Ordinal);
        Assert.Equal(AskState.Pending, _bench.Book.Now.All[0].State);
    }

    [Fact]
    public async Task Grant_OfTheUsualLogin_AndOfOnesOwnName_GiveJustThose()
    {
        var usual = await _bench.AskAsync(Ann, login: "");
        await _bench.Answers(Op).GrantAsync(usual.Id, usual.Version, usual.Wanted, default);
        Assert.True(_bench.MayOpen(Ann));
        Assert.False(_bench.MayOpen(Ann, login: "root"));

        var own = await _bench.AskAsync(Ann, "web-02", "Ann");
        await _bench.Answers(Op).GrantAsync(own.Id, own.Version, own.Wanted, default);
        Assert.True(_bench.MayOpen(Ann, "web-02", "Ann"));
        Assert.False(_bench.MayOpen(Ann, "web-02", "root"));
    }

    [Fact]
    public async Task Grant_DoesNotComeToMeanAnotherMachine()
    {
        await _bench.GrantedAsync(Ann);

        // A label that reads like the name, and a machine that takes the name over.
        _bench.Source.List = [.. _bench.Source.List, Machines.Named("db-01", ("name", "web-01")) with { Logins = ["deploy"] }];
        await _bench.Inventory.RefreshAsync(default);
        Assert.False(_bench.MayOpen(Ann, "db-01"));
        await _bench.LookAsync();
        Assert.True(_bench.MayOpen(Ann));

        _bench.Source.List = [Machines.Named("web-01-old") with { Slug = "web-01", Logins = ["deploy"] }, Machines.Named("web-01") with { Slug = "web-01-new", Logins = ["deploy"] }];
        await _bench.Inventory.RefreshAsync(default);
        await _bench.LookAsync();
        Assert.False(_bench.MayOpen(Ann, "web-01"));
        Assert.False(_bench.MayOpen(Ann, "web-01-old"));
        Assert.Equal(AskState.Ended, _bench.Book.Now.All[0].State);
    }

    [Fact]
    public async Task Grant_OfAMachineThatHasALabelLikeAnothersName_IsRefused()
    {
        _bench.Source.List = [Machines.Named("web-01", ("name", "x")) with { Logins = ["deploy"] }, Machines.Named("db-01", ("name", "web-01"))];
        await _bench.Inventory.RefreshAsync(default);
        var asked = await _bench.AskAsync(Ann);

        Assert.Contains("cannot tell web-01", (await _bench.Answers(Op).GrantAsync(asked.Id, asked.Version, asked.Wanted, default)).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TakenBack_GivenBack_AndARuleThatIsRemoved_EndTheGrant()
    {
        var taken = await _bench.GrantedAsync(Ann);
        await _bench.Answers(Chief).TakeBackAsync(taken.Id, taken.Version, default);
        Assert.False(_bench.MayOpen(Ann));
        Assert.Equal((AskState.Ended, "Chief took it back."), (_bench.Book.Now.Find(taken.Id)!.State, _bench.Book.Now.Find(taken.Id)!.Answer));

        var given = await _bench.GrantedAsync(Ann);
        await _bench.Desk(Ann).WithdrawAsync(given.Id, default);
        Assert.False(_bench.MayOpen(Ann));

        var removed = await _bench.GrantedAsync(Ann);
        _bench.Rules.Set(RuleBook.First);
        await _bench.LookAsync();
        Assert.Equal(AskState.Granted, _bench.Book.Now.Find(removed.Id)!.State);
        _bench.Time.Advance(RequestKeeper.RuleComes);
        await _bench.LookAsync();
        Assert.Equal((AskState.Ended, "Its rule was removed."), (_bench.Book.Now.Find(removed.Id)!.State, _bench.Book.Now.Find(removed.Id)!.Answer));
        Assert.Equal(["taken back", "given back", "Its rule was removed."], _bench.Audit.Events.Where(one => one.Kind == AuditKind.AccessEnded).Select(one => one.Result));
    }

    [Fact]
    public async Task Grant_WhoseRuleCannotBeWritten_WaitsForAnAnswerAgain()
    {
        var asked = await _bench.AskAsync(Ann);
        _bench.RuleTable.IsDown = true;

        var outcome = await _bench.Answers(Op).GrantAsync(asked.Id, asked.Version, asked.Wanted, default);

        Assert.Equal("The database is down.", outcome.Refusal);
        Assert.Equal(AskState.Pending, _bench.Book.Now.All[0].State);
        Assert.Equal([AuditOutcome.Done, AuditOutcome.Failed], _bench.Audit.Events.Where(one => one.Kind == AuditKind.AccessGranted).Select(one => one.Outcome));
        _bench.RuleTable.IsDown = false;
        Assert.NotNull((await _bench.Answers(Op).GrantAsync(asked.Id, _bench.Book.Now.All[0].Version, asked.Wanted, default)).Done);
    }

    [Fact]
    public async Task Answer_ThatCannotBeWrittenToTheAuditLog_ChangesNothing()
    {
        var asked = await _bench.AskAsync(Ann);
        _bench.Audit.IsBroken = true;

        await Assert.ThrowsAsync<AuditException>(() => _bench.Answers(Op).GrantAsync(asked.Id, asked.Version, asked.Wanted, default));

        Assert.Equal(asked, _bench.Book.Now.All[0]);
        Assert.False(_bench.MayOpen(Ann));
    }

    public Task InitializeAsync() => _bench.LoadedAsync();

    public Task DisposeAsync()
    {
        _bench.Dispose();
        return Task.CompletedTask;
    }
}

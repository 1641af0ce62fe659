using WebShell.Core.Access;
using WebShell.Core.Access.Rules;
using WebShell.Core.Audit;
using WebShell.Core.Requests;
using WebShell.Tests.Access;
using WebShell.Tests.Access.Rules;

namespace WebShell.Tests.Requests;

public sealed class RequestDeskTests : IAsyncLifetime
{
    private static readonly PortalUser Ann = RequestBench.Ann;

    private readonly RequestBench _bench = new();

    [Fact]
    public async Task Ask_ForAMachineThatIsThereAndOneThatIsNot_IsAnsweredTheSame()
    {
        var there = await _bench.Desk(Ann).AskAsync("web-01", "deploy", "OPS-7", TimeSpan.FromHours(1), default);
        var missing = await _bench.Desk(Ann).AskAsync("web-99", "deploy", "OPS-7", TimeSpan.FromHours(1), default);

        var same = there.Done! with { Id = missing.Done!.Id, Machine = "web-99" };
        Assert.Equal(missing.Done, same);
        Assert.Equal((null, 0, null, 0), (there.Refusal, there.Mistakes.Count, missing.Refusal, missing.Mistakes.Count));

        // A machine that goes while nobody has answered is no different either.
        _bench.Source.List = [];
        await _bench.Inventory.RefreshAsync(default);
        await _bench.LookAsync();
        Assert.All(await _bench.Desk(Ann).MineAsync(default), asked => Assert.Equal(AskState.Pending, asked.State));
    }

    [Fact]
    public async Task Ask_IsInTheAuditLogBeforeItIsThere_AndWithoutItIsNot()
    {
        var asked = await _bench.AskAsync(Ann, why: " because\n of\u202e it\u0007 ");

        var written = Assert.Single(_bench.Audit.Events);
        Assert.Equal((AuditKind.AccessRequested, "ann", "web-01 › deploy", "because of it", asked.Id), (written.Kind, written.ActorId, written.On, written.Details["why"], written.Details["request"]));
        _bench.Audit.IsBroken = true;
        await Assert.ThrowsAsync<AuditException>(() => _bench.AskAsync(Ann, "web-02"));
        Assert.Single(_bench.Book.Now.All);
    }

    [Fact]
    public async Task Ask_TwiceAtOnce_IsOneRequest()
    {
        var both = await Task.WhenAll(Task.Run(() => _bench.AskAsync(Ann)), Task.Run(() => _bench.AskAsync(Ann, machine: "WEB-01")));

        Assert.Equal(both[0].Id, both[1].Id);
        Assert.Single(_bench.Book.Now.All);
        Assert.Single(_bench.Audit.Events);
    }

    [Theory]
    [InlineData("", "deploy", "why", 60, "machine")]
    [InlineData("web-01; rm", "deploy", "why", 60, "machine")]
    [InlineData("web-01", "-oProxyCommand", "why", 60, "login")]
    [InlineData("web-01", "deploy", " \u200b\t", 60, "why")]
    [InlineData("web-01", "deploy", "why", 59, "for")]
    [InlineData("web-01", "deploy", "why", 60 * 24, "for")]
    public async Task Ask_WhatIsNone_NamesTheField(string machine, string login, string why, int minutes, string field)
    {
        var outcome = await _bench.Desk(Ann).AskAsync(machine, login, why, TimeSpan.FromMinutes(minutes), default);

        Assert.Equal(field, Assert.Single(outcome.Mistakes).Field);
        Assert.Empty(_bench.Book.Now.All);
        Assert.Empty(_bench.Audit.Events);
    }

    [Fact]
    public async Task Ask_WithAReasonOfTenKilobytes_IsRefused_AndOfFiveHundredKept()
    {
        var long10 = await _bench.Desk(Ann).AskAsync("web-01", "deploy", new string('x', 10 * 1024), TimeSpan.FromHours(1), default);
        Assert.Contains("at most 500", Assert.Single(long10.Mistakes).Sentence, StringComparison.Ordinal);

        Assert.Equal(500, (await _bench.AskAsync(Ann, why: new string('x', 500))).Why.Length);
    }

    [Fact]
    public async Task Ask_ForWhatOneMayAlready_IsTold()
    {
        _bench.Rules.Set(SomeRules.Allow("ann") with { Who = SomeRules.Users("ann"), Logins = ["deploy"] });

        var outcome = await _bench.Desk(Ann).AskAsync("web-01", "", "why", TimeSpan.FromHours(1), default);
        Assert.Contains("as deploy already", Assert.Single(outcome.Mistakes).Sentence, StringComparison.Ordinal);
        outcome = await _bench.Desk(Ann).AskAsync("web-01", "deploy", "why", TimeSpan.FromHours(1), default);
        Assert.Contains("just connect", Assert.Single(outcome.Mistakes).Sentence, StringComparison.Ordinal);

        Assert.Equal("web-01", (await _bench.AskAsync(Ann, login: "root")).KnownSlug);
    }

    [Fact]
    public async Task Ask_MoreThanOneMay_IsRefused_UntilOneIsWithdrawn()
    {
        for (var i = 1; i <= _bench.Settings.OpenPerPerson; i++)
        {
            await _bench.AskAsync(Ann, $"m-{i}");
        }

        Assert.Contains("5 requests", (await _bench.Desk(Ann).AskAsync("m-6", "", "why", TimeSpan.FromHours(1), default)).Refusal, StringComparison.Ordinal);
        Assert.NotNull(await _bench.AskAsync(RequestBench.Bob, "m-6"));

        await _bench.Desk(Ann).WithdrawAsync(_bench.Book.Now.All.First(asked => asked.AskerId == "ann").Id, default);
        await _bench.AskAsync(Ann, "m-6");
        Assert.Contains(_bench.Audit.Events, written => written.Kind == AuditKind.AccessWithdrawn);
    }

    [Fact]
    public async Task Ask_OverAndOver_IsRefused_UntilAnHourHasPassed()
    {
        for (var i = 0; i < RequestDesk.MaxPerHour; i++)
        {
            await _bench.Desk(Ann).WithdrawAsync((await _bench.AskAsync(Ann)).Id, default);
        }

        Assert.Contains("within an hour", (await _bench.Desk(Ann).AskAsync("web-01", "", "why", TimeSpan.FromHours(1), default)).Refusal, StringComparison.Ordinal);
        _bench.Time.Advance(TimeSpan.FromHours(1));
        await _bench.AskAsync(Ann);
    }

    [Fact]
    public async Task Auditor_AndWhoIsNotSignedIn_MayNotAsk_AndNobodyWhereItIsSwitchedOff()
    {
        _bench.People.Set(Ann with { Role = PortalRole.Auditor });
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => _bench.AskAsync(Ann));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => _bench.AskAsync(RequestBench.Bob));

        _bench.People.Set(Ann);
        _bench.Settings.Enabled = false;
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => _bench.AskAsync(Ann));
    }

    [Fact]
    public async Task Withdraw_SomebodyElses_IsAsOneThatIsNotThere()
    {
        var asked = await _bench.AskAsync(Ann);

        var foreign = await _bench.Desk(RequestBench.Bob).WithdrawAsync(asked.Id, default);

        Assert.Equal(await _bench.Desk(RequestBench.Bob).WithdrawAsync("nosuch", default), foreign);
        Assert.Equal(AskState.Pending, _bench.Book.Now.Find(asked.Id)!.State);
        Assert.Empty(await _bench.Desk(RequestBench.Bob).MineAsync(default));
    }

    public Task InitializeAsync() => _bench.LoadedAsync();

    public Task DisposeAsync()
    {
        _bench.Dispose();
        return Task.CompletedTask;
    }
}

using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using WebShell.App.Account;
using WebShell.Tests.Accounts;

namespace WebShell.Tests.Account;

public sealed class SignInsTests : IAsyncLifetime
{
    private readonly AccountBench _bench = new();
    private readonly SignIns _signIns;
    private Core.Accounts.Account _admin = null!;

    public SignInsTests()
    {
        _signIns = new SignIns(Options.Create(new SignInOptions()), _bench.Book, _bench.Time);
    }

    [Fact]
    public void SignIn_UsedWithinTheIdleLimit_StaysGood()
    {
        var ticket = Ticket("a");
        for (var i = 0; i < 11; i++)
        {
            Assert.True(Touch(ticket));
            _bench.Time.Advance(TimeSpan.FromMinutes(59));
        }
    }

    [Fact]
    public void SignIn_IdleTooLong_IsOverForGood()
    {
        var ticket = Ticket("a");
        Assert.True(Touch(ticket));
        _bench.Time.Advance(TimeSpan.FromMinutes(60));

        Assert.False(_signIns.IsGood("a"));
        Assert.False(Touch(ticket));
    }

    [Fact]
    public void SignIn_OlderThanTheAbsoluteLimit_IsOverHoweverBusy()
    {
        var ticket = Ticket("a");
        for (var i = 0; i < 24; i++)
        {
            Assert.True(Touch(ticket));
            _bench.Time.Advance(TimeSpan.FromMinutes(30));
        }

        Assert.False(Touch(ticket));
    }

    [Fact]
    public void SignIn_Ended_IsOverAtOnceAndSaysSo()
    {
        List<string> ended = [];
        _signIns.Ended += ended.Add;
        Touch(Ticket("a"));
        Touch(Ticket("b"));

        _signIns.End("a");

        Assert.Equal(["a"], ended);
        Assert.False(Touch(Ticket("a")));
        Assert.True(_signIns.IsGood("b"));
    }

    [Fact]
    public async Task SignIn_Ended_IsOverAtAnotherNodeWithItsNextLook_AndAfterARestart()
    {
        using var there = new AccountBench(_bench.Table);
        await there.Book.FollowAsync(default);
        using var otherNode = new SignIns(Options.Create(new SignInOptions()), there.Book, _bench.Time);
        List<string> ended = [];
        otherNode.Ended += ended.Add;
        var (over, other) = (Ticket("a"), Ticket("b"));
        foreach (var ticket in new[] { over, other })
        {
            Assert.True(Touch(ticket));
            Assert.True(otherNode.Touch(ticket, IPAddress.Loopback, "test"));
        }

        await new SignInEnds(_signIns, _bench.Desk, NullLogger<SignInEnds>.Instance).EndAsync("a");
        await there.Book.FollowAsync(default);

        Assert.Equal(["a"], ended);
        Assert.False(otherNode.Touch(over, IPAddress.Loopback, "test"));
        using var restarted = new SignIns(Options.Create(new SignInOptions()), there.Book, _bench.Time);
        Assert.True(restarted.WasEnded("a"));
        Assert.False(restarted.WasEnded("b"));
        Assert.False(restarted.Touch(over, IPAddress.Loopback, "test"));
        Assert.True(restarted.Touch(other, IPAddress.Loopback, "test"));
    }

    [Fact]
    public async Task SignIns_Ended_AreForgottenWhenTheirTicketsAreTooOld_AndAreNeverTooMany()
    {
        var ends = new SignInEnds(_signIns, _bench.Desk, NullLogger<SignInEnds>.Instance);
        Touch(Ticket("early"));
        await ends.EndAsync("early");
        _bench.Time.Advance(TimeSpan.FromHours(12));
        for (var i = 0; i < 100; i++)
        {
            Touch(Ticket($"{i}"));
            await ends.EndAsync($"{i}");
        }

        Assert.Equal(100, _bench.Now.MeansOf(_admin.Id).Ended.Length);
        Assert.DoesNotContain(_bench.Now.MeansOf(_admin.Id).Ended, signIn => signIn.Id == "early");
        Touch(Ticket("open"));
        Touch(Ticket("last"));
        await ends.EndAsync("last");

        Assert.Empty(_bench.Now.MeansOf(_admin.Id).Ended);
        Assert.False(_signIns.IsGood("open"));
        Assert.False(Touch(Ticket("0")));
    }

    [Fact]
    public async Task SignIn_EndedWhileTheDatabaseIsAway_IsOverHere()
    {
        Touch(Ticket("a"));
        _bench.Table.IsBroken = true;

        await new SignInEnds(_signIns, _bench.Desk, NullLogger<SignInEnds>.Instance).EndAsync("a");

        Assert.False(_signIns.IsGood("a"));
    }

    [Fact]
    public void SignIn_NeverSeen_IsNotGood() => Assert.False(_signIns.IsGood("a"));

    [Fact]
    public async Task Accounts_OtherStamp_EndsEveryTicketOfIt_AndSaysSoOnce()
    {
        var (ana, _) = await _bench.As(_admin).AddAsync(AccountBench.Person("ana"), default);
        List<string> ended = [];
        _signIns.Ended += ended.Add;
        var ticket = Ticket("a") with { AccountId = ana.Id, Stamp = ana.Stamp };
        Touch(ticket);
        Touch(Ticket("b"));

        await _bench.As(_admin).SignOutAsync(ana, default);

        Assert.Equal(["a"], ended);
        Assert.False(_signIns.IsGood("a"));
        Assert.False(Touch(ticket));
        Assert.False(Touch(ticket with { SignInId = "from before a restart" }));
        Assert.True(_signIns.IsGood("b"));
    }

    [Fact]
    public async Task SignIn_KeptThroughAnotherStamp_IsGood_AndACopyOfItsOldTicketIsNot()
    {
        var old = Ticket("a");
        Touch(old);
        Touch(Ticket("b"));

        _signIns.Keep("a", "next");
        await _bench.Desk.RenewStampAsync(_admin.Id, "next", () => ValueTask.CompletedTask, default);

        Assert.True(_signIns.IsGood("a"));
        Assert.False(Touch(old));
        Assert.True(Touch(old with { Stamp = "next" }));
        Assert.False(_signIns.IsGood("b"));
    }

    [Fact]
    public void Ticket_OfAnotherAccountUnderAKnownId_IsNotGood()
    {
        Touch(Ticket("a"));

        Assert.False(Touch(Ticket("a") with { AccountId = "ana" }));
    }

    [Fact]
    public void List_SaysWhereFrom_LastUsedFirst()
    {
        Touch(Ticket("a"));
        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        _signIns.Touch(Ticket("b"), IPAddress.Parse("192.0.2.7"), new string('x', 5_000));
        Touch(Ticket("c"));
        _signIns.End("c");

        var lines = _signIns.Of(_admin.Id);

        Assert.Equal(["b", "a"], lines.Select(line => line.Id));
        Assert.Equal((IPAddress.Parse("192.0.2.7"), 200), (lines[0].From, lines[0].Browser!.Length));
    }

    public async Task InitializeAsync() => _admin = await _bench.First.FindOrMakeAsync(default);

    public Task DisposeAsync()
    {
        _signIns.Dispose();
        _bench.Dispose();
        return Task.CompletedTask;
    }

    private PortalTicket Ticket(string id) => new(_admin.Id, id, _admin.Stamp, _bench.Time.GetUtcNow());

    private bool Touch(PortalTicket ticket) => _signIns.Touch(ticket, IPAddress.Loopback, "test");
}

using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using WebShell.Core.Inventory;
using WebShell.Core.Reachability;
using WebShell.Core.Ssh;
using WebShell.Tests.Inventory;
using WebShell.Tests.Support.SshServers;

namespace WebShell.Tests.Reachability;

public sealed class ReachabilityProberTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly TcpServer _ssh = new("SSH-2.0-Test\r\n", hangsUp: false);
    private readonly ReachabilityBook _book;

    public ReachabilityProberTests() => _book = new ReachabilityBook(Options.Create(new ReachabilityOptions { Enabled = true }), _time);

    public ValueTask DisposeAsync() => _ssh.DisposeAsync();

    [Fact]
    public async Task Look_EachMachineOnce_WithinTheFirstInterval_AndThenHasPeace()
    {
        var prober = await ProberAsync(new ReachabilityOptions { PerSecond = 1000 }, Machine("a"), Machine("b"));

        await LookAsync(prober, TimeSpan.FromMinutes(5), times: 2);

        Assert.Equal(2, _ssh.Accepted);
        Assert.True(_book.Of("a").IsReachable);
        Assert.Equal(_time.GetUtcNow(), _book.Of("B").LastSeen);
    }

    [Fact]
    public async Task Look_WhatAPageShows_ComesFirst_ButNotWithinAMinute()
    {
        var prober = await ProberAsync(new ReachabilityOptions { Interval = TimeSpan.FromDays(1) }, Machine("a"), Machine("b"));

        _book.Show(["b", "b", "nobody"]);
        await LookAsync(prober);
        _book.Show(["b"]);
        await LookAsync(prober);

        Assert.Equal(1, _ssh.Accepted);
        Assert.Equal("Not checked yet", _book.Of("a").Words);
        _time.Advance(TimeSpan.FromSeconds(61));
        _book.Show(["b"]);
        await LookAsync(prober);
        Assert.Equal(_time.GetUtcNow(), _book.Of("b").CheckedAt);
    }

    [Fact]
    public async Task Look_MoreThanASecondMayHave_WaitForTheNext()
    {
        var prober = await ProberAsync(new ReachabilityOptions { PerSecond = 3 }, [.. Enumerable.Range(0, 10).Select(n => Machine($"vm-{n}"))]);
        _book.Show(Enumerable.Range(0, 10).Select(n => $"vm-{n}"));

        await LookAsync(prober);

        Assert.Equal(3, _ssh.Accepted);
    }

    [Fact]
    public async Task Look_MachinesBehindAJumpOrSwitchedOff_AreLeftAlone_AndSaySo()
    {
        var prober = await ProberAsync(
            new ReachabilityOptions { Off = ["env:lab"] },
            Machine("behind") with { Jumps = ["hop"] },
            Machine("off") with { Labels = new Dictionary<string, string> { ["reach"] = "off" } },
            Machine("lab") with { Labels = new Dictionary<string, string> { ["env"] = "Lab" } });
        _book.Show(["behind", "off", "lab"]);

        await LookAsync(prober);

        Assert.Equal(0, _ssh.Accepted);
        Assert.Equal((ReachState.Unknown, "Not checked: reached through hop"), (_book.Of("behind").State, _book.Of("behind").Words));
        Assert.Equal("Not checked: switched off by a label", _book.Of("off").Words);
        Assert.Equal("Not checked: switched off by a label", _book.Of("lab").Words);
    }

    [Fact]
    public void Rules_WhatIsNoLabel_IsNamed()
    {
        var mistakes = new ReachabilityOptionsRules().Validate(null, new ReachabilityOptions { Off = ["env:lab", "lab", ":lab", "env:"] }).Failures;

        Assert.Equal(3, mistakes!.Count());
        Assert.All(mistakes!, mistake => Assert.Contains("is not a label", mistake, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Look_OneThatDoesNotAnswer_IsLeftAloneForLongerEachTime()
    {
        await using var http = new TcpServer("HTTP/1.1 200 OK\r\n", hangsUp: true);
        var prober = await ProberAsync(new ReachabilityOptions(), Machine("dead") with { Port = http.Port });

        await LookAsync(prober, TimeSpan.FromMinutes(5), times: 12);

        // At 5 min, then 10, 20 and 40 min later, a fifth more or less: within the hour there are at most four.
        Assert.InRange(http.Accepted, 2, 4);
        Assert.Equal("Not SSH: HTTP answered", _book.Of("dead").Words);
    }

    [Fact]
    public void History_KeepsTheBestOfEachHalfHourOfADay()
    {
        var history = new ReachHistory();
        var start = new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

        history.Add(start, TimeSpan.FromMilliseconds(30));
        history.Add(start.AddMinutes(10), TimeSpan.FromMilliseconds(12));
        history.Add(start.AddMinutes(40), null);
        history.Add(start.AddMinutes(70), TimeSpan.FromMilliseconds(0.1));
        history.Add(start.AddMinutes(80), null);

        Assert.Equal([default, new(12, true), new(null, true), new(1, true)], history.Of(start.AddMinutes(70)).TakeLast(4));
        Assert.True(history.Of(start.AddMinutes(70))[^2].WasSilent);
        Assert.Equal(48, history.Of(start.AddMinutes(70)).Count);
        Assert.All(history.Of(start.AddDays(3)), sample => Assert.False(sample.WasLooked));
    }

    private Vm Machine(string name) => Machines.Named(name) with { Address = "127.0.0.1", Port = _ssh.Port, AllowLoopback = true };

    [Fact]
    public async Task Step_OneIsSilent_TheOthersDoNotWaitForIt()
    {
        await using var silent = new TcpServer("", hangsUp: false);
        var prober = await ProberAsync(new ReachabilityOptions { Interval = TimeSpan.FromDays(1) }, Machine("silent") with { Port = silent.Port }, Machine("a"));
        using var stop = new CancellationTokenSource();
        _book.Show(["silent"]);
        var waiting = Assert.Single(prober.Step(stop.Token));

        _book.Show(["a"]);
        await LookAsync(prober);

        Assert.True(_book.Of("a").IsReachable);
        Assert.False(waiting.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task Step_News_AreToldOnceASecond()
    {
        var told = 0;
        _book.Changed += () => told++;
        var prober = await ProberAsync(new ReachabilityOptions { Interval = TimeSpan.FromDays(1) }, Machine("a"), Machine("b"));
        Assert.Equal(1, told); // the machines themselves

        _book.Show(["a", "b"]);
        await LookAsync(prober);
        _time.Advance(TimeSpan.FromSeconds(0.5));
        await LookAsync(prober);
        Assert.Equal(1, told);
        _time.Advance(TimeSpan.FromSeconds(0.5));
        await LookAsync(prober);

        Assert.Equal(2, told);
    }

    [Fact]
    public void Book_KnowsSinceWhen()
    {
        var start = _time.GetUtcNow();
        _book.Note("a", new Reach { State = ReachState.Reachable, Words = "", CheckedAt = start, LastSeen = start });
        _book.Note("a", new Reach { State = ReachState.Refused, Words = "", CheckedAt = start.AddMinutes(5) });
        _book.Note("a", new Reach { State = ReachState.TimedOut, Words = "", CheckedAt = start.AddMinutes(15) });

        Assert.Equal((start.AddMinutes(5), start), (_book.Of("a").Since, _book.Of("a").LastSeen));
        Assert.True(_book.Of("a").IsSilent);
        Assert.False(_book.Of("nobody").IsSilent);
    }

    private static async Task LookAsync(ReachabilityProber prober) => await Task.WhenAll(prober.Step(CancellationToken.None)).WaitAsync(TimeSpan.FromSeconds(60));

    private async Task LookAsync(ReachabilityProber prober, TimeSpan step, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await LookAsync(prober);
            if (i < times - 1)
            {
                _time.Advance(step);
            }
        }
    }

    private async Task<ReachabilityProber> ProberAsync(ReachabilityOptions options, params Vm[] machines)
    {
        options.Timeout = TimeSpan.FromSeconds(30);
        var inventory = new VmInventory([new ListSource("list", machines)], NullLogger<VmInventory>.Instance);
        await inventory.RefreshAsync(CancellationToken.None);
        var ssh = Options.Create(new SshOptions());
        var probe = new BannerProbe(new TargetResolver(new FixedNames("127.0.0.1"), new AddressPolicy(ssh), ssh), Options.Create(options), _time);
        var prober = new ReachabilityProber(inventory, _book, probe, Options.Create(options), _time, NullLogger<ReachabilityProber>.Instance);
        await LookAsync(prober);
        return prober;
    }
}

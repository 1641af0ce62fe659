using Microsoft.Extensions.Logging.Abstractions;
using WebShell.Core.Access;
using WebShell.Core.Access.Rules;
using WebShell.Core.Audit;
using WebShell.Core.Inventory;
using WebShell.Core.Sessions;
using WebShell.Core.Shells;
using WebShell.Tests.Access;
using WebShell.Tests.Access.Rules;
using WebShell.Tests.Inventory;
using WebShell.Tests.Support;

namespace WebShell.Tests.Sessions;

/// <summary>Ann has a shell; Bob may watch her.</summary>
public sealed class OnlookerTests : IAsyncLifetime
{
    private static readonly PortalUser Ann = new("ann", "Ann");
    private static readonly PortalUser Bob = new("bob", "Bob");
    private static readonly AccessRule Shells = SomeRules.Allow("shells");
    private static readonly AccessRule Watchers = SomeRules.Allow("watchers") with { Who = SomeRules.Users("bob"), What = RuleActivities.Watch };

    private readonly SessionBench _bench = new();
    private readonly VmInventory _inventory = new([new ListSource("list", Machines.Named("web-01"))], NullLogger<VmInventory>.Instance);
    private readonly People _people = new(Ann, Bob, new PortalUser("cleo", "Cleo"));
    private readonly RuleBook _rules = Policies.Book(Shells, Watchers);
    private readonly AccessPolicy _policy;
    private readonly OnlookerRights _onlookers;
    private readonly AccessGuard _guard;

    public OnlookerTests()
    {
        _policy = new AccessPolicy(_rules, _bench.Time);
        _onlookers = new OnlookerRights(_inventory, _people, _policy, _bench.Time);
        _guard = new AccessGuard(_bench.Registry, _inventory, _rules, _people, _policy, _onlookers, _bench.Time, NullLogger<AccessGuard>.Instance);
    }

    [Fact]
    public async Task Watch_SeesAndTypesNothing_AndTheOwnerSeesWhoAtOnce_AndWhenTheyLeave()
    {
        var (lease, shell) = await _bench.ConnectAsync("ann");
        await using var bobs = Circuit("bob");
        var seen = SessionBench.UntilAsync(lease.Session, () => lease.Session.Onlookers.Count == 1);

        var watch = (await bobs.WatchAsync(lease.Session.Id, default))!;

        await seen;
        Assert.Equal(("Bob", _bench.Time.GetUtcNow()), (Assert.Single(lease.Session.Onlookers).By.Name, watch.Since));
        shell.Print("abc"u8.ToArray());
        Assert.Equal(3, (await Within.Seconds(watch.ReadAsync(0, 100, default))).End);
        Assert.Equal(ShellFailureReason.LeaseNotHeld, (await Assert.ThrowsAsync<ShellException>(async () => await watch.WriteAsync("rm"u8.ToArray(), default))).Failure.Reason);
        await watch.ResizeAsync(new TerminalSize(40, 10), default);
        watch.Repaint();
        Assert.False(shell.HasInput || shell.HasSize);
        Assert.Null(await bobs.TakeOverAsync(lease.Session.Id, _ => new SilentDialogue(), default));
        Assert.True(lease.IsHeld);

        var gone = SessionBench.UntilAsync(lease.Session, () => lease.Session.Onlookers.Count == 0);
        bobs.Leave(watch);
        bobs.Leave(watch);

        await gone;
        Assert.Equal(
            [(AuditKind.ShellWatched, "bob", null), (AuditKind.ShellWatchEnded, "bob", "left")],
            _bench.Audit.Events.Where(one => one.Kind != AuditKind.ShellOpened).Select(one => (one.Kind, one.ActorId, one.Result)));
        Assert.All(_bench.Audit.Events, one => Assert.Equal(lease.Session.Id, one.SessionId));
    }

    [Fact]
    public async Task Watch_WithoutBothRights_IsAsOfASessionThatNeverWas()
    {
        var (lease, _) = await _bench.ConnectAsync("ann");
        await using var bobs = Circuit("bob");
        await using var cleos = Circuit("cleo");

        Assert.Null(await cleos.WatchAsync(lease.Session.Id, default));
        Assert.Null(await bobs.WatchAsync("nonsense", default));
        foreach (var rules in new AccessRule[][]
        {
            [Shells with { Who = SomeRules.Users("ann") }, Watchers],
            [Shells, Watchers with { Where = VmQuery.Parse("env:lab") }],
            [Shells, Watchers, SomeRules.Deny("no watching") with { What = RuleActivities.Watch }],
        })
        {
            _rules.Set(rules);
            Assert.Null(await bobs.WatchAsync(lease.Session.Id, default));
            Assert.Empty(await Sessions("bob").ListAsync(default));
        }

        _rules.Set(Shells, Watchers);
        _people.Set(Ann, Bob with { Role = PortalRole.Auditor });
        Assert.Null(await bobs.WatchAsync(lease.Session.Id, default));
        Assert.DoesNotContain(_bench.Audit.Events, one => one.Kind == AuditKind.ShellWatched);
        Assert.Empty(lease.Session.Onlookers);
    }

    [Theory]
    [InlineData("rule", "You may no longer watch this shell.")]
    [InlineData("account", "This account may no longer be used.")]
    [InlineData("signed out", "Your sign-ins were ended")]
    public async Task Rights_ThatGo_EndTheWatch_AndLeaveTheShell(string what, string why)
    {
        await _guard.StartAsync(default);
        var (lease, _) = await _bench.ConnectAsync("ann");
        await using var bobs = Circuit("bob");
        var watch = (await bobs.WatchAsync(lease.Session.Id, default))!;
        var reading = watch.ReadAsync(lease.Session.Output.End, 100, default).AsTask();

        switch (what)
        {
            case "rule":
                _rules.Set(Shells);
                break;
            case "account":
                _people.Set(Ann);
                break;
            default:
                _people.Set(Ann, Bob with { Era = Bob.Era + 1 });
                break;
        }

        var refusal = await Assert.ThrowsAsync<ShellException>(() => Within.Seconds(reading));
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(why, watch.End!.Message, StringComparison.Ordinal);
        Assert.Empty(lease.Session.Onlookers);
        Assert.Equal(SessionState.Connected, lease.Session.State);
        Assert.Contains(why, _bench.Audit.Events.Single(one => one.Kind == AuditKind.ShellWatchEnded).Result, StringComparison.Ordinal);
        await _guard.StopAsync(default);
    }

    [Fact]
    public async Task PageThatIsGone_AndWhoSignsOut_WatchNoMore()
    {
        var (lease, _) = await _bench.ConnectAsync("ann");
        var bobs = Circuit("bob");
        await bobs.WatchAsync(lease.Session.Id, default);
        await bobs.DisposeAsync();
        Assert.Empty(lease.Session.Onlookers);

        await using var again = Circuit("bob");
        await again.WatchAsync(lease.Session.Id, default);
        again.ReleaseAll();
        Assert.Empty(lease.Session.Onlookers);
        Assert.Equal(2, _bench.Audit.Events.Count(one => one.Kind == AuditKind.ShellWatchEnded));
    }

    [Fact]
    public async Task ShellThatEnds_EndsItsWatches_AndWhatItPrintedCanStillBeRead()
    {
        var (lease, shell) = await _bench.ConnectAsync("ann");
        await using var bobs = Circuit("bob");
        var watch = (await bobs.WatchAsync(lease.Session.Id, default))!;
        shell.Print("bye"u8.ToArray());
        shell.End(new ShellEnd(ShellEndReason.Exited, 0));
        await Within.Seconds(lease.Session.Ended);

        Assert.Equal(3, (await Within.Seconds(watch.ReadAsync(0, 100, default))).End);
        Assert.Equal("the shell ended", _bench.Audit.Events.Single(one => one.Kind == AuditKind.ShellWatchEnded).Result);
        Assert.Null(await bobs.WatchAsync(lease.Session.Id, default));
    }

    [Fact]
    public async Task Watch_ThatCannotBeWrittenDown_IsNobodys()
    {
        var (lease, _) = await _bench.ConnectAsync("ann");
        await using var bobs = Circuit("bob");
        _bench.Audit.IsBroken = true;

        await Assert.ThrowsAsync<ShellException>(() => bobs.WatchAsync(lease.Session.Id, default));

        Assert.Empty(lease.Session.Onlookers);
    }

    [Fact]
    public async Task List_HasOthersShellsForWhoMayWatchThem_AndNoWayToEndThem()
    {
        var (lease, _) = await _bench.ConnectAsync("ann");

        var line = Assert.Single(await Sessions("bob").ListAsync(default));
        Assert.Equal((lease.Session.Id, true, false, false), (line.Id, line.MayWatch, line.MayEnd, line.IsMine));
        Assert.Equal(lease.Session.Id, (await Sessions("bob").FindAsync(lease.Session.Id, default))!.Line.Id);
        Assert.False(await Sessions("bob").EndAsync(lease.Session.Id, default));
        Assert.Empty(await Sessions("cleo").ListAsync(default));
        Assert.Null(await Sessions("cleo").FindAsync(lease.Session.Id, default));

        await using var bobs = Circuit("bob");
        await bobs.WatchAsync(lease.Session.Id, default);
        Assert.Equal(["Bob"], Assert.Single(await Sessions("ann").ListAsync(default)).Onlookers);
    }

    public async Task InitializeAsync() => await _inventory.RefreshAsync(default);

    public async Task DisposeAsync()
    {
        _guard.Dispose();
        await _bench.DisposeAsync();
        _inventory.Dispose();
        _rules.Dispose();
    }

    private ShellService Circuit(string id) => Circuits.New(_bench, _inventory, _policy, _people, new Circuits.Acting(_people, id));

    private VisibleSessions Sessions(string id) => new(_bench.Registry, _policy, _onlookers, new Circuits.Acting(_people, id), _bench.SessionAudit);
}

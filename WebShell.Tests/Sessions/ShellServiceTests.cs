using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using WebShell.Core.Access;
using WebShell.Core.Inventory;
using WebShell.Core.Sessions;
using WebShell.Core.Shells;
using WebShell.Tests.Access;
using WebShell.Tests.Inventory;
using WebShell.Tests.Support;

namespace WebShell.Tests.Sessions;

public sealed class ShellServiceTests : IAsyncLifetime
{
    private static readonly PortalUser Ann = new("ann", "Ann") { Role = PortalRole.Administrator };
    private static readonly PortalUser Bob = new("bob", "Bob") { Role = PortalRole.Administrator };
    private static readonly PortalUser Guest = new("guest", "Guest");

    private readonly HostKeyRules _rules = new(Options.Create(new HostKeyRuleOptions { PinnedOnly = { "env:prod" } }));
    private readonly SessionBench _bench = new();
    private readonly VmInventory _inventory = new(
        [new ListSource("list", Machines.Named("web-01") with
        {
            Logins = ["deploy", "root"],
            Address = "10.1.2.3",
            Port = 2222,
            Credential = "fleet",
            AllowLoopback = true,
            AllowsLegacyAlgorithms = true,
            Labels = new Dictionary<string, string> { ["env"] = "prod" },
        },
        Machines.Named("gate", ("env", "prod")) with { Address = "gate.example", Port = 2200, Logins = ["hop", "root"], Credential = "gate-key" },
        Machines.Named("gate-2") with { Jumps = ["gate"] },
        Machines.Named("vault") with { Jumps = ["gate", "gate-2"] },
        Machines.Named("lost") with { Jumps = ["nowhere"] })],
        NullLogger<VmInventory>.Instance);

    [Fact]
    public async Task Open_KnownMachine_GivesALeaseAtOnceOnWhatTheInventorySays()
    {
        await using var service = Circuit(Ann);

        var lease = await OpenAsync(service, "WEB-01");

        Assert.Equal(SessionState.Connecting, lease.Session.State);
        Assert.Equal(("web-01", "deploy", "prod", "ann"), (lease.Session.VmName, lease.Session.Login, lease.Session.Environment, lease.Session.OwnerId));
        Assert.Equal([lease], service.Leases);
        var request = (await _bench.Connector.NextAsync()).Request;
        Assert.Equal(
            new ShellRequest { VmName = "web-01", Host = "10.1.2.3", Port = 2222, Login = "deploy", Credential = "fleet", AllowLoopback = true, HostKeyPolicy = HostKeyPolicy.PinnedOnly, AllowsLegacyAlgorithms = true, RequestedBy = Ann.Name, RequesterId = Ann.Id, SessionId = lease.Session.Id },
            request);
    }

    [Fact]
    public async Task Open_ARenamedMachine_IsFoundByItsSlug_AndItsPinsGoByThat()
    {
        using var inventory = new VmInventory(
            [new ListSource("list", Machines.Named("web-99") with { Slug = "web-01", Jumps = ["gate"] }, Machines.Named("portal-gate") with { Slug = "gate" })], NullLogger<VmInventory>.Instance);
        await inventory.RefreshAsync(default);
        await using var service = Circuit(Ann, inventory: inventory);

        var lease = await OpenAsync(service, "web-01");

        var request = (await _bench.Connector.NextAsync()).Request;
        Assert.Equal(("web-99", "web-01"), (request.VmName, request.VmSlug));
        Assert.Equal(("portal-gate", "gate"), (request.Way[0].VmName, request.Way[0].VmSlug));
        Assert.Equal(("web-99", "web-01"), (lease.Session.VmName, lease.Session.VmSlug));
    }

    [Fact]
    public async Task Open_MachineBehindAJump_GoesThroughItWithThatEntrysFirstLoginItsCredentialAndItsOwnKeyPolicy()
    {
        await using var service = Circuit(Ann);

        var lease = await OpenAsync(service, "vault");

        var hop = Assert.Single((await _bench.Connector.NextAsync()).Request.Way);
        Assert.Equal(new ShellHop("gate", "gate.example", 2200, "hop", "gate-key", AllowLoopback: false) { HostKeyPolicy = HostKeyPolicy.PinnedOnly }, hop);
        Assert.Equal(["gate"], lease.Session.Way);
    }

    [Fact]
    public async Task Open_ThroughAnotherListedJump_GoesThatWay_AndAnUnlistedOneIsAsUnknownAsNoMachine()
    {
        await using var service = Circuit(Ann);

        var lease = await OpenAsync(service, "vault", jump: "GATE-2");

        Assert.Equal(["gate", "gate-2"], lease.Session.Way);
        var unknown = await RefusalAsync(service, "no-such-vm");
        Assert.Equal(unknown, await RefusalAsync(service, "vault", jump: "web-01"));
        Assert.Equal(unknown, await RefusalAsync(service, "web-01", jump: "gate"));
    }

    [Fact]
    public async Task Open_MachineWhoseJumpIsMissing_SaysSo()
    {
        await using var service = Circuit(Ann);

        var failure = await RefusalAsync(service, "lost");

        Assert.Equal(ShellFailureReason.JumpUnusable, failure.Reason);
        Assert.Contains("lost is reached through nowhere, but there is no machine of that name", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_UnknownAndForbiddenMachine_GiveTheSameAnswer()
    {
        await using var anns = Circuit(Ann);
        await using var guests = Circuit(Guest);

        var unknown = await RefusalAsync(anns, "no-such-vm");
        var forbidden = await RefusalAsync(guests, "web-01");
        var both = await RefusalAsync(guests, "no-such-vm");

        Assert.Equal(ShellFailureReason.UnknownVm, unknown.Reason);
        Assert.Equal(unknown, forbidden);
        Assert.Equal(unknown, both);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("ROOT")]
    [InlineData("root -oProxyCommand=x")]
    public async Task Open_LoginThatIsNotListed_IsDenied(string login)
    {
        await using var service = Circuit(Ann);

        Assert.Equal(ShellFailureReason.AccessDenied, (await RefusalAsync(service, "web-01", login)).Reason);
        Assert.Empty(_bench.Registry.All);
    }

    [Fact]
    public async Task Open_NotSignedIn_IsDenied()
    {
        await using var service = Circuit(null);

        Assert.Equal(ShellFailureReason.AccessDenied, (await RefusalAsync(service, "web-01")).Reason);
    }

    [Fact]
    public async Task Open_Twice_IsTwoShellsInOrder()
    {
        await using var service = Circuit(Ann);

        var first = await OpenAsync(service, login: "root");
        var second = await OpenAsync(service);

        Assert.Equal([first, second], service.Leases);
        Assert.Equal("root", first.Session.Login);
        Assert.NotEqual(first.Session.Id, second.Session.Id);
    }

    [Fact]
    public async Task Open_ManyAtOnceFromManyCircuits_TheLimitHolds()
    {
        var circuits = Enumerable.Range(0, 10).Select(_ => Circuit(Ann)).ToList();

        var results = await Within.Seconds(Task.WhenAll(circuits.SelectMany(circuit =>
            Enumerable.Range(0, 5).Select(_ => Task.Run(async () =>
            {
                try
                {
                    return await OpenAsync(circuit);
                }
                catch (ShellException e) when (e.Failure.Reason == ShellFailureReason.LimitReached)
                {
                    return null;
                }
            })))));

        Assert.Equal(20, results.OfType<ShellLease>().Count());
    }

    [Fact]
    public async Task Close_EndsTheSessionAndForgetsTheLease()
    {
        await using var service = Circuit(Ann);
        var lease = await OpenAsync(service);
        var shell = (await _bench.Connector.NextAsync()).Open();
        var changes = 0;
        service.Changed += () => changes++;

        await Within.Seconds(service.CloseAsync(lease));

        Assert.Equal(SessionEndReason.ClosedByUser, lease.Session.End?.Reason);
        Assert.True(shell.Disposed.IsCompleted);
        Assert.Empty(service.Leases);
        Assert.Equal(1, changes);
    }

    [Fact]
    public async Task Close_OfALeaseTakenByAnotherCircuit_EndsNothing()
    {
        await using var old = Circuit(Ann);
        await using var other = Circuit(Ann);
        var lease = await OpenAsync(old);
        var taken = await other.TakeOverAsync(lease.Session.Id, Nobody, default);

        await Within.Seconds(old.CloseAsync(lease));

        Assert.NotEqual(SessionState.Ended, lease.Session.State);
        Assert.True(taken!.IsHeld);
        Assert.Empty(old.Leases);
    }

    [Fact]
    public async Task CircuitEnds_TheSessionsStayAndTheWorkspacesNextCircuitTakesThem()
    {
        var old = Circuit(Ann, "window");
        var first = await OpenAsync(old);
        (await _bench.Connector.NextAsync()).Open();
        var second = await OpenAsync(old);
        (await _bench.Connector.NextAsync()).Open();

        await old.DisposeAsync();
        await using var next = Circuit(Ann, "window");
        var taken = await next.TakeBackAsync(["window"], Nobody, default);

        Assert.Equal([first.Session, second.Session], taken.Select(lease => lease.Session));
        Assert.Equal(taken, next.Leases);
        Assert.All(taken, lease => Assert.True(lease.IsHeld));
        Assert.False(first.IsHeld);
    }

    [Fact]
    public async Task TakeBack_BeforeTheOldCircuitIsGone_TakesItsShellsAndItsEndChangesNothing()
    {
        var old = Circuit(Ann, "window");
        var lease = await OpenAsync(old);
        (await _bench.Connector.NextAsync()).Open();
        await SessionBench.UntilAsync(lease.Session, () => lease.Session.State == SessionState.Connected);

        await using var next = Circuit(Ann, "window");
        var taken = Assert.Single(await next.TakeBackAsync(["window"], Nobody, default));
        await old.DisposeAsync();

        Assert.True(taken.IsHeld);
        Assert.False(lease.IsHeld);
        Assert.Equal(SessionState.Connected, taken.Session.State);
    }

    [Fact]
    public async Task TakeBack_AnotherWindowsShells_StayThere()
    {
        await using var one = Circuit(Ann, "one");
        var lease = await OpenAsync(one);
        var closed = Circuit(Ann, "closed");
        var left = await OpenAsync(closed);
        await closed.DisposeAsync();
        await using var other = Circuit(Ann, "other");

        Assert.Empty(await other.TakeBackAsync(["other"], Nobody, default));
        Assert.Equal(left.Session, Assert.Single(await other.TakeBackAsync(["other", "closed"], Nobody, default)).Session);

        Assert.True(lease.IsHeld);
    }

    [Fact]
    public async Task TakeBack_AnotherUsersSession_StaysWithItsOwner()
    {
        var anns = Circuit(Ann, "window");
        var lease = await OpenAsync(anns);
        await anns.DisposeAsync();
        await using var bobs = Circuit(Bob, "window");

        Assert.Empty(await bobs.TakeBackAsync(["window"], Nobody, default));
        Assert.Null(await bobs.TakeOverAsync(lease.Session.Id, Nobody, default));
        Assert.Null(await bobs.TakeOverAsync("no-such-id", Nobody, default));
    }

    [Fact]
    public async Task ReleaseAll_NobodyTypesAndTheShellsStay()
    {
        await using var service = Circuit(Ann);
        var lease = await OpenAsync(service);
        (await _bench.Connector.NextAsync()).Open();
        await SessionBench.UntilAsync(lease.Session, () => lease.Session.State == SessionState.Connected);

        service.ReleaseAll();

        Assert.Equal(SessionState.Detached, lease.Session.State);
        await Assert.ThrowsAsync<ShellException>(async () => await lease.WriteAsync("x"u8.ToArray(), default));
    }

    [Fact]
    public async Task Watch_OwnAndLiveOnly_WithoutTheRightToOthers()
    {
        await using var anns = Circuit(Ann);
        await using var bobs = Circuit(Guest);
        var lease = await OpenAsync(anns);
        (await _bench.Connector.NextAsync()).Open();

        Assert.Same(lease.Session, (await anns.WatchAsync(lease.Session.Id, default))?.Session);
        Assert.Null(await bobs.WatchAsync(lease.Session.Id, default));
        Assert.Null(await anns.WatchAsync("nonsense", default));
        await Within.Seconds(lease.Session.EndAsync(SessionEndReason.IdleTimeout));
        Assert.Null(await anns.WatchAsync(lease.Session.Id, default));
        Assert.Null(await anns.TakeOverAsync(lease.Session.Id, Nobody, default));
        Assert.True(lease.IsHeld);
    }

    [Fact]
    public async Task SetAway_EveryShellIsDetachedAndNewOnesToo_UntilItIsBack()
    {
        await using var service = Circuit(Ann);
        var first = await OpenAsync(service);
        (await _bench.Connector.NextAsync()).Open();
        await SessionBench.UntilAsync(first.Session, () => first.Session.State == SessionState.Connected);

        service.SetAway(true);
        var second = await OpenAsync(service);
        (await _bench.Connector.NextAsync()).Open();
        await SessionBench.UntilAsync(second.Session, () => second.Session.State == SessionState.Detached);
        Assert.Equal(SessionState.Detached, first.Session.State);

        service.SetAway(false);

        Assert.All(service.Leases, lease => Assert.Equal((SessionState.Connected, true), (lease.Session.State, lease.IsHeld)));
    }

    [Fact]
    public async Task Open_FinishingAfterTheCircuitEnded_LeavesNoLeaseHeld()
    {
        var user = new HeldUser();
        var service = Circuits.New(_bench, _inventory, Policies.New(), new People(Ann, Bob, Guest), user, hostKeys: _rules);
        var opening = OpenAsync(service);

        await service.DisposeAsync();
        user.Answer.SetResult(Ann);

        await Assert.ThrowsAsync<ObjectDisposedException>(() => Within.Seconds(opening));
        Assert.All(_bench.Registry.All, session => Assert.False(session.IsLeased));
    }

    public async Task InitializeAsync() => await _inventory.RefreshAsync(default);

    public async Task DisposeAsync()
    {
        await _bench.DisposeAsync();
        _inventory.Dispose();
    }

    private static SilentDialogue Nobody(TerminalSession session) => new();

    private ShellService Circuit(PortalUser? user, string? workspace = null, VmInventory? inventory = null)
    {
        inventory ??= _inventory;
        var current = new HeldUser();
        current.Answer.SetResult(user);
        var service = Circuits.New(_bench, inventory, Policies.New(), new People(Ann, Bob, Guest), current, hostKeys: _rules);
        service.Workspace = workspace ?? service.Workspace;
        return service;
    }

    private static Task<ShellLease> OpenAsync(ShellService service, string vm = "web-01", string? login = null, string? jump = null) =>
        service.OpenAsync(vm, login, jump, TerminalSize.Default, asksForCredential: false, new SilentDialogue(), default);

    private static async Task<ShellFailure> RefusalAsync(ShellService service, string vm, string? login = null, string? jump = null) =>
        (await Assert.ThrowsAsync<ShellException>(() => OpenAsync(service, vm, login, jump))).Failure;

    /// <summary>The current user, known when the test says so.</summary>
    private sealed class HeldUser : ICurrentUser
    {
        public TaskCompletionSource<PortalUser?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async ValueTask<PortalUser?> GetAsync(CancellationToken cancellationToken) => await Answer.Task.WaitAsync(cancellationToken);
    }
}

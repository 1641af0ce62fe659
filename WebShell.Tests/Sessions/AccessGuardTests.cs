using Microsoft.Extensions.Logging.Abstractions;
using WebShell.Core.Access;
using WebShell.Core.Access.Rules;
using WebShell.Core.Inventory;
using WebShell.Core.Sessions;
using WebShell.Core.Shells;
using WebShell.Tests.Access;
using WebShell.Tests.Access.Rules;
using WebShell.Tests.Inventory;
using WebShell.Tests.Support;

namespace WebShell.Tests.Sessions;

public sealed class AccessGuardTests : IAsyncLifetime
{
    private static readonly PortalUser Ann = new("ann", "Ann");
    private static readonly PortalUser Bob = new("bob", "Bob");

    private readonly SessionBench _bench = new();
    private readonly ListSource _source = new("list", Machines.Named("web-01"));
    private readonly People _people = new(Ann, Bob);
    private readonly RuleBook _rules = Policies.Book(SomeRules.Allow("everybody"));
    private readonly VmInventory _inventory;
    private readonly AccessGuard _guard;

    public AccessGuardTests()
    {
        _inventory = new VmInventory([_source], NullLogger<VmInventory>.Instance);
        _guard = new AccessGuard(
            _bench.Registry, _inventory, _rules, _people, new AccessPolicy(_rules, _bench.Time), new OnlookerRights(_inventory, _people, new AccessPolicy(_rules, _bench.Time), _bench.Time), _bench.Time,
            NullLogger<AccessGuard>.Instance);
    }

    [Fact]
    public async Task Rule_ThatIsTakenAway_EndsItsShells_AndAKeyPressedAfterItReachesNothing()
    {
        var (anns, shell) = await _bench.ConnectAsync("ann");
        var (bobs, _) = await _bench.ConnectAsync("bob");

        _rules.Set(SomeRules.Allow("bob only") with { Who = SomeRules.Users("bob") });

        var end = await Within.Seconds(anns.Session.Ended);
        Assert.Equal((SessionEndReason.AccessRevoked, "You may no longer use this machine."), (end.Reason, end.Message));
        var refused = await Assert.ThrowsAsync<ShellException>(() => anns.WriteAsync("rm\r"u8.ToArray(), default).AsTask());
        Assert.Equal(ShellFailureReason.SessionEnded, refused.Failure.Reason);
        Assert.False(shell.HasInput);
        Assert.Equal(SessionState.Connected, bobs.Session.State);
    }

    [Fact]
    public async Task Rule_ThatDenies_IsNamed()
    {
        var (lease, _) = await _bench.ConnectAsync("ann");

        _rules.Set(SomeRules.Allow("everybody"), SomeRules.Deny("freeze") with { When = new RuleTimes { Until = _bench.Time.GetUtcNow().AddDays(1) } });

        Assert.Equal("You may no longer use this shell. Denied by rule 'freeze'.", (await Within.Seconds(lease.Session.Ended)).Message);
    }

    [Fact]
    public async Task Hours_ThatEnd_EndTheShell()
    {
        var (lease, _) = await _bench.ConnectAsync("ann");
        _rules.Set(SomeRules.Allow("ten minutes") with { When = new RuleTimes { Until = _bench.Time.GetUtcNow().AddMinutes(10) } });

        _bench.Time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(SessionState.Connected, lease.Session.State);

        _bench.Time.Advance(TimeSpan.FromMinutes(1) + AccessGuard.LookInterval);
        Assert.Equal(SessionEndReason.AccessRevoked, (await Within.Seconds(lease.Session.Ended)).Reason);
    }

    [Fact]
    public async Task Account_ThatIsGone_EndsItsShells()
    {
        var (anns, _) = await _bench.ConnectAsync("ann");
        var (bobs, _) = await _bench.ConnectAsync("bob");

        _people.Set(Bob);

        Assert.Equal(SessionEndReason.AccountDisabled, (await Within.Seconds(anns.Session.Ended)).Reason);
        Assert.Equal(SessionState.Connected, bobs.Session.State);
    }

    [Fact]
    public async Task SignIns_ThatWereEndedAnywhere_EndTheShells()
    {
        var (anns, _) = await _bench.ConnectAsync("ann");
        var (bobs, _) = await _bench.ConnectAsync("bob");

        _people.Set(Ann with { Era = 1 }, Bob);

        Assert.Equal(SessionEndReason.SignedOut, (await Within.Seconds(anns.Session.Ended)).Reason);
        Assert.Equal(SessionState.Connected, bobs.Session.State);
    }

    [Fact]
    public async Task Person_WhoLosesAGroupOrBecomesAuditor_LosesTheShell()
    {
        _people.Set(Ann with { Groups = ["ops"] }, Bob);
        _rules.Set(SomeRules.Allow("ops") with { Who = SomeRules.Members("ops") }, SomeRules.Allow("bob") with { Who = SomeRules.Users("bob") });
        var (anns, _) = await _bench.ConnectAsync("ann");
        var (bobs, _) = await _bench.ConnectAsync("bob");

        _people.Set(Ann, Bob with { Role = PortalRole.Auditor });

        Assert.Equal(SessionEndReason.AccessRevoked, (await Within.Seconds(anns.Session.Ended)).Reason);
        Assert.Contains("Auditors", (await Within.Seconds(bobs.Session.Ended)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Machine_ThatIsRemoved_EndsItsShells()
    {
        var (lease, _) = await _bench.ConnectAsync("ann");

        _source.List = [Machines.Named("web-02")];
        await _inventory.RefreshAsync(default);

        Assert.Equal(SessionEndReason.MachineRemoved, (await Within.Seconds(lease.Session.Ended)).Reason);
    }

    [Fact]
    public async Task Shell_ThatIsStillBeingOpened_EndsToo()
    {
        var lease = _bench.Open("ann");
        var attempt = await _bench.Connector.NextAsync();
        attempt.Token.Register(() => attempt.Answer.TrySetCanceled(attempt.Token));

        _rules.Set(SomeRules.Deny("nobody"));

        Assert.Equal(SessionEndReason.AccessRevoked, (await Within.Seconds(lease.Session.Ended)).Reason);
    }

    public async Task InitializeAsync()
    {
        await _inventory.RefreshAsync(default);
        await _guard.StartAsync(default);
    }

    public async Task DisposeAsync()
    {
        await _guard.StopAsync(default);
        _guard.Dispose();
        await _bench.DisposeAsync();
        _inventory.Dispose();
    }
}

using System.Net;
using WebShell.Core.Access;
using WebShell.Core.Audit;
using WebShell.Core.Sessions;
using WebShell.Core.Shells;
using WebShell.Tests.Access;
using WebShell.Tests.Support;

namespace WebShell.Tests.Sessions;

/// <summary>What the audit log hears of a session, and that a shell that cannot be written down is nobody's.</summary>
public sealed class SessionAuditTests : IAsyncLifetime
{
    private static readonly PortalUser Admin = new("root", "Omar") { Role = PortalRole.Administrator, From = IPAddress.Parse("10.0.0.9") };

    private readonly SessionBench _bench = new();

    [Fact]
    public async Task Opened_SaysWhereAsWhomAndHow()
    {
        var (lease, _) = await _bench.ConnectAsync();

        var opened = Assert.Single(_bench.Audit.Events);
        Assert.Equal((AuditKind.ShellOpened, "ann", "web-01 › root", lease.Session.Id), (opened.Kind, opened.ActorId, opened.On, opened.SessionId));
        Assert.Equal(("web-01", "10.0.0.1:22", "root", "the person's own"), (opened.Details["machine"], opened.Details["address"], opened.Details["login"], opened.Details["credential"]));
    }

    [Fact]
    public async Task AuditThatCannotBeWritten_LeavesTheShellToNobody()
    {
        _bench.Audit.IsBroken = true;
        var lease = _bench.Open();
        var shell = (await _bench.Connector.NextAsync()).Open();

        var end = await Within.Seconds(lease.Session.Ended);

        Assert.Equal((SessionEndReason.OpenFailed, ShellFailureReason.Internal), (end.Reason, end.Failure!.Reason));
        Assert.Contains("the audit log cannot be written", end.Message, StringComparison.Ordinal);
        await Within.Seconds(shell.Disposed);
    }

    [Fact]
    public async Task Ended_SaysWhyHowLongAndHowMuch()
    {
        var (lease, shell) = await _bench.ConnectAsync();
        _bench.Time.Advance(TimeSpan.FromSeconds(90));

        shell.End(new ShellEnd(ShellEndReason.Exited, ExitStatus: 3));
        await Within.Seconds(lease.Session.Ended);

        var ended = _bench.Audit.Events.Single(entry => entry.Kind == AuditKind.ShellEnded);
        Assert.Equal(("exit 3", "90", "shell-exited"), (ended.Result, ended.Details["seconds"], ended.Details["reason"]));
    }

    [Fact]
    public async Task NeverOpened_IsAFailure()
    {
        var lease = _bench.Open();
        (await _bench.Connector.NextAsync()).Answer.SetException(new ShellException(ShellFailureReason.AuthenticationFailed, "no"));
        await Within.Seconds(lease.Session.Ended);

        var failed = Assert.Single(_bench.Audit.Events);
        Assert.Equal((AuditKind.ShellFailed, AuditOutcome.Failed, "authentication-failed"), (failed.Kind, failed.Outcome, failed.Result));
    }

    [Fact]
    public async Task PageThatGoesAndComes_IsDetachedAndAttached_AndAnotherWindowTakesOver()
    {
        var (lease, _) = await _bench.ConnectAsync();
        lease.Release();
        SessionBench.TakeOver(lease.Session, "first");
        SessionBench.TakeOver(lease.Session, "other");

        Assert.Equal([AuditKind.ShellOpened, AuditKind.ShellDetached, AuditKind.ShellAttached, AuditKind.ShellTakenOver], _bench.Audit.Events.Select(entry => entry.Kind));
    }

    [Fact]
    public async Task EndedByAnAdministrator_IsWrittenBefore_AndTheEndFollowsFromIt()
    {
        var (lease, _) = await _bench.ConnectAsync();

        await Within.Seconds(Sessions(Admin).EndAsync(lease.Session.Id, default));

        var by = _bench.Audit.Events.Single(entry => entry.Kind == AuditKind.ShellEndedByOther);
        var ended = _bench.Audit.Events.Single(entry => entry.Kind == AuditKind.ShellEnded);
        Assert.Equal(("root", Admin.From, lease.Session.Id), (by.ActorId, by.From, by.SessionId));
        Assert.Equal((by.Id, "ann"), (ended.Because, ended.ActorId));
    }

    [Fact]
    public async Task AuditThatCannotBeWritten_KeepsOthersHandsOff()
    {
        var (lease, _) = await _bench.ConnectAsync();
        _bench.Audit.IsBroken = true;

        await Assert.ThrowsAsync<AuditException>(() => Sessions(Admin).EndAsync(lease.Session.Id, default));
        await Assert.ThrowsAsync<AuditException>(async () => await Sessions(new PortalUser("ann", "Ann")).RenameAsync(lease.Session.Id, "x", default));

        Assert.Equal((SessionState.Connected, null), (lease.Session.State, lease.Session.Name));
    }

    [Fact]
    public async Task Renamed_SaysWhatItWas()
    {
        var (lease, _) = await _bench.ConnectAsync();

        await Sessions(new PortalUser("ann", "Ann")).RenameAsync(lease.Session.Id, "deploy", default);

        Assert.Equal("none → deploy", _bench.Audit.Events.Single(entry => entry.Kind == AuditKind.ShellRenamed).Details["name"]);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    private VisibleSessions Sessions(PortalUser user) => new(_bench.Registry, Policies.New(), Circuits.Nobody(_bench, Policies.New()), new FixedUser(user), _bench.SessionAudit);

    private sealed class FixedUser(PortalUser user) : ICurrentUser
    {
        public ValueTask<PortalUser?> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult<PortalUser?>(user);
    }
}

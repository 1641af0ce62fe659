using WebShell.Core.Access;
using WebShell.Core.Sessions;
using WebShell.Core.Shells;
using WebShell.Tests.Access;
using WebShell.Tests.Support;

namespace WebShell.Tests.Sessions;

public sealed class VisibleSessionsTests : IAsyncLifetime
{
    private static readonly PortalUser Ann = new("ann", "Ann");
    private static readonly PortalUser Bob = new("bob", "Bob");
    private static readonly PortalUser Admin = new("root", "Omar") { Role = PortalRole.Administrator };

    private readonly SessionBench _bench = new();

    [Fact]
    public async Task List_OfAUser_HasTheirOwnAndOfAnAdministratorAll()
    {
        await _bench.ConnectAsync("ann");
        await _bench.ConnectAsync("bob");

        Assert.Equal([true], (await ListAsync(Ann)).Select(line => line.IsMine));
        Assert.Equal([false, false], (await ListAsync(Admin)).Select(line => line.IsMine));
        Assert.Empty(await ListAsync(null));
    }

    [Fact]
    public async Task List_HasTheLiveOnesFirst_ThenTheEndedWithTheirReason()
    {
        var (first, shell) = await _bench.ConnectAsync("ann");
        shell.End(new ShellEnd(ShellEndReason.Exited, ExitStatus: 3));
        await Within.Seconds(first.Session.Ended);
        first.Release();
        var (second, _) = await _bench.ConnectAsync("ann");

        var list = await ListAsync(Ann);

        Assert.Equal([second.Session.Id, first.Session.Id], list.Select(line => line.Id));
        Assert.Equal((null, (int?)3), (list[0].End, list[1].End!.ExitStatus));
    }

    [Fact]
    public async Task Line_SaysForHowLongNothingWasTypedAndNoPageWasThere()
    {
        var (lease, _) = await _bench.ConnectAsync("ann");
        _bench.Time.Advance(TimeSpan.FromMinutes(4));
        lease.Release();
        _bench.Time.Advance(TimeSpan.FromMinutes(1));

        var line = Assert.Single(await ListAsync(Ann));

        Assert.Equal(SessionState.Detached, line.State);
        Assert.Equal(TimeSpan.FromMinutes(5), line.Idle);
        Assert.Equal(TimeSpan.FromMinutes(1), line.Alone);
        Assert.Equal(_bench.Options.DetachGrace - TimeSpan.FromMinutes(1), line.GraceLeft);
    }

    [Fact]
    public async Task Details_AreThereForLiveAndEndedOnes_AndForNobodyElse()
    {
        var (lease, shell) = await _bench.ConnectAsync("ann");
        var id = lease.Session.Id;

        Assert.Null((await Sessions(Ann).FindAsync(id, default))!.Line.End);
        shell.End(new ShellEnd(ShellEndReason.Exited, ExitStatus: 3));
        await Within.Seconds(lease.Session.Ended);
        lease.Release();

        Assert.Equal(3, (await Sessions(Ann).FindAsync(id, default))!.Line.End!.ExitStatus);
        Assert.Equal(id, (await Sessions(Admin).FindAsync(id, default))!.Line.Id);
        Assert.Null(await Sessions(Bob).FindAsync(id, default));
        Assert.Null(await Sessions(null).FindAsync(id, default));
        Assert.Null(await Sessions(Ann).FindAsync("nonsense", default));
    }

    [Fact]
    public async Task End_OfOnesOwn_IsClosedByUser_AndOfAnothers_ByAnAdministratorOnly()
    {
        var (mine, _) = await _bench.ConnectAsync("ann");
        var (theirs, _) = await _bench.ConnectAsync("bob");

        Assert.False(await Sessions(Ann).EndAsync(theirs.Session.Id, default));
        Assert.True(await Sessions(Ann).EndAsync(mine.Session.Id, default));
        Assert.True(await Sessions(Admin).EndAsync(theirs.Session.Id, default));

        Assert.Equal(SessionEndReason.ClosedByUser, mine.Session.End!.Reason);
        Assert.Equal(SessionEndReason.ClosedByAdministrator, theirs.Session.End!.Reason);
    }

    [Fact]
    public async Task EndAndRename_OfAForeignAPastAndANonsenseId_GiveTheSameAnswer()
    {
        var (theirs, _) = await _bench.ConnectAsync("bob");
        var (past, _) = await _bench.ConnectAsync("ann");
        await past.Session.EndAsync(SessionEndReason.ClosedByUser);

        foreach (var id in new[] { theirs.Session.Id, past.Session.Id, "nonsense" })
        {
            Assert.False(await Sessions(Ann).EndAsync(id, default));
            Assert.False(await Sessions(Ann).RenameAsync(id, "mine now", default));
        }

        Assert.Null(theirs.Session.Name);
        Assert.Equal(SessionState.Connected, theirs.Session.State);
    }

    [Fact]
    public async Task Rename_IsSeenInTheListAndAfterTheEnd_AndAnEmptyNameTakesItAway()
    {
        var (lease, _) = await _bench.ConnectAsync("ann");
        Assert.True(await Sessions(Ann).RenameAsync(lease.Session.Id, "  deploy 42 ", default));
        Assert.Equal("deploy 42", Assert.Single(await ListAsync(Ann)).Name);

        await lease.Session.EndAsync(SessionEndReason.ClosedByUser);
        Assert.Equal("deploy 42", Assert.Single(await ListAsync(Ann)).Name);

        var (other, _) = await _bench.ConnectAsync("ann");
        await Sessions(Ann).RenameAsync(other.Session.Id, "x", default);
        await Sessions(Ann).RenameAsync(other.Session.Id, " ", default);
        Assert.Null(other.Session.Name);
    }

    [Theory]
    [InlineData("a\u202Eb")]
    [InlineData("a\nb")]
    [InlineData("zero\u200Bwidth")]
    [InlineData("12345678901234567890123456789012345678901")]
    public async Task Rename_ToWhatCannotBeSeenOrIsTooLong_SaysWhatIsAccepted(string name)
    {
        var (lease, _) = await _bench.ConnectAsync("ann");

        var mistake = await Assert.ThrowsAsync<ArgumentException>(async () => await Sessions(Ann).RenameAsync(lease.Session.Id, name, default));

        Assert.StartsWith("A name has ", mistake.Message, StringComparison.Ordinal);
        Assert.Null(lease.Session.Name);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    private VisibleSessions Sessions(PortalUser? user) => new(_bench.Registry, Policies.New(), Circuits.Nobody(_bench, Policies.New()), new FixedUser(user), _bench.SessionAudit);

    private ValueTask<IReadOnlyList<SessionLine>> ListAsync(PortalUser? user) => Sessions(user).ListAsync(default);

    private sealed class FixedUser(PortalUser? user) : ICurrentUser
    {
        public ValueTask<PortalUser?> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(user);
    }
}

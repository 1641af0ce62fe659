using WebShell.Core.Sessions;
using WebShell.Core.Shells;
using WebShell.Tests.Support;

namespace WebShell.Tests.Sessions;

public sealed class SessionRegistryTests
{
    [Fact]
    public async Task Detached_WithinTheGraceTime_LivesAndThenEnds()
    {
        await using var bench = new SessionBench();
        var (lease, shell) = await bench.ConnectAsync();
        bench.Time.Advance(TimeSpan.FromMinutes(30));
        lease.Release();

        bench.Time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        Assert.Equal(SessionState.Detached, lease.Session.State);
        bench.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(SessionEndReason.GraceExpired, (await Within.Seconds(lease.Session.Ended)).Reason);
        Assert.True(shell.Disposed.IsCompleted);
    }

    [Fact]
    public async Task Detached_TakenWithinTheGraceTime_LivesOn()
    {
        await using var bench = new SessionBench();
        var (lease, _) = await bench.ConnectAsync();
        lease.Release();
        bench.Time.Advance(TimeSpan.FromMinutes(9));

        SessionBench.TakeOver(lease.Session);
        bench.Time.Advance(TimeSpan.FromMinutes(9));

        Assert.Equal(SessionState.Connected, lease.Session.State);
    }

    [Fact]
    public async Task Detached_WithoutGraceTime_EndsAtOnce()
    {
        await using var bench = new SessionBench(new SessionOptions { DetachGrace = TimeSpan.Zero });
        var (lease, _) = await bench.ConnectAsync();

        lease.Release();

        Assert.Equal(SessionEndReason.GraceExpired, lease.Session.End?.Reason);
        await Within.Seconds(lease.Session.Ended);
    }

    [Fact]
    public async Task NothingTyped_IsWarnedOfAndThenEnded()
    {
        await using var bench = new SessionBench();
        var (lease, shell) = await bench.ConnectAsync();
        shell.Print("output is not activity"u8.ToArray());

        bench.Time.Advance(TimeSpan.FromMinutes(54));
        Assert.Null(lease.Session.Expiry);
        bench.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(SessionEndReason.IdleTimeout, lease.Session.Expiry?.Reason);
        bench.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(SessionEndReason.IdleTimeout, (await Within.Seconds(lease.Session.Ended)).Reason);
        Assert.Null(lease.Session.Expiry);
    }

    [Fact]
    public async Task Typing_PutsTheIdleLimitOffAndTakesTheWarningBack()
    {
        await using var bench = new SessionBench();
        var (lease, _) = await bench.ConnectAsync();
        bench.Time.Advance(TimeSpan.FromMinutes(56));
        Assert.NotNull(lease.Session.Expiry);
        var told = 0;
        lease.Session.Changed += () => told++;

        await lease.WriteAsync("x"u8.ToArray(), default);
        bench.Time.Advance(TimeSpan.FromMinutes(10));

        Assert.Null(lease.Session.Expiry);
        Assert.Equal(1, told);
        Assert.Equal(SessionState.Connected, lease.Session.State);
    }

    [Fact]
    public async Task LongestSession_EndsEvenABusyOne()
    {
        await using var bench = new SessionBench();
        var (lease, _) = await bench.ConnectAsync();
        for (var minutes = 0; minutes < 12 * 60; minutes += 30)
        {
            Assert.Equal(SessionState.Connected, lease.Session.State);
            await lease.WriteAsync("x"u8.ToArray(), default);
            bench.Time.Advance(TimeSpan.FromMinutes(30));
        }

        Assert.Equal(SessionEndReason.SessionTooLong, (await Within.Seconds(lease.Session.Ended)).Reason);
    }

    [Fact]
    public async Task WallClockJumps_EndNothing()
    {
        await using var bench = new SessionBench();
        var (lease, _) = await bench.ConnectAsync();
        lease.Release();

        bench.Time.Jump = TimeSpan.FromDays(300);
        bench.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(SessionState.Detached, lease.Session.State);
    }

    [Theory]
    [InlineData(3, 100, 100, "You have 3 open shells")]
    [InlineData(100, 3, 100, "web-01 has 3 open shells")]
    [InlineData(100, 100, 3, "The portal carries as many shells as it may")]
    public async Task Open_BeyondALimit_IsRefusedInWords(int perUser, int perVm, int perNode, string words)
    {
        await using var bench = new SessionBench(new SessionOptions { ShellsPerUser = perUser, ShellsPerVm = perVm, ShellsPerNode = perNode });
        var leases = Enumerable.Range(0, 3).Select(_ => bench.Open()).ToList();

        var refused = Assert.Throws<ShellException>(() => bench.Open());

        Assert.Equal(ShellFailureReason.LimitReached, refused.Failure.Reason);
        Assert.StartsWith(words, refused.Message, StringComparison.Ordinal);
        _ = leases[0].Session.EndAsync(SessionEndReason.ClosedByUser);
        bench.Open();
    }

    [Fact]
    public async Task Open_ByAnotherUserOnAnotherMachine_HasItsOwnLimits()
    {
        await using var bench = new SessionBench(new SessionOptions { ShellsPerUser = 1, ShellsPerVm = 1 });
        bench.Open("ann", "web-01");

        bench.Open("bob", "web-02");

        Assert.Equal(2, bench.Registry.All.Count);
    }

    [Fact]
    public async Task Open_ManyAtOnce_TheLimitHolds()
    {
        await using var bench = new SessionBench();

        var opened = await Within.Seconds(Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() =>
        {
            try
            {
                return bench.Open();
            }
            catch (ShellException)
            {
                return null;
            }
        }))));

        Assert.Equal(20, opened.OfType<ShellLease>().Count());
        Assert.Equal(20, bench.Registry.OwnedBy("ann").Count);
    }

    [Fact]
    public async Task Open_WhileEndedOnesPileUpOnThePage_IsRefused()
    {
        await using var bench = new SessionBench(new SessionOptions { ShellsPerUser = 2 });
        foreach (var _ in Enumerable.Range(0, 2))
        {
            var (lease, shell) = await bench.ConnectAsync();
            shell.End(new ShellEnd(ShellEndReason.Exited, 0));
            await Within.Seconds(lease.Session.Ended);
        }

        var refused = Assert.Throws<ShellException>(() => bench.Open());

        Assert.Contains("ended shells", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ended_WhileAPageShowsIt_StaysAndThenLeaves()
    {
        await using var bench = new SessionBench();
        var (lease, shell) = await bench.ConnectAsync();
        shell.End(new ShellEnd(ShellEndReason.Exited, 0));
        await Within.Seconds(lease.Session.Ended);
        Assert.Same(lease.Session, bench.Registry.Find(lease.Session.Id));

        lease.Release();

        Assert.Same(lease.Session, bench.Registry.Find(lease.Session.Id));
        bench.Time.Advance(TimeSpan.FromMinutes(2) + TimeSpan.FromSeconds(1));
        Assert.Null(bench.Registry.Find(lease.Session.Id));
        Assert.True(SpinWait.SpinUntil(() => bench.Registry.RecentlyEnded.Count > 0, TimeSpan.FromSeconds(10)));
        var ended = Assert.Single(bench.Registry.RecentlyEnded);
        Assert.Equal((lease.Session.Id, "ann", SessionEndReason.ShellExited), (ended.Id, ended.OwnerId, ended.End.Reason));
    }

    [Fact]
    public async Task Dismissed_AfterTheEnd_LeavesAtOnce()
    {
        await using var bench = new SessionBench();
        var (lease, shell) = await bench.ConnectAsync();
        shell.End(new ShellEnd(ShellEndReason.Exited, 0));
        await Within.Seconds(lease.Session.Ended);

        lease.Dismiss();

        Assert.Null(bench.Registry.Find(lease.Session.Id));
    }

    [Fact]
    public async Task Ended_LeftByTheirPages_DoNotKeepNewOnesFromOpening()
    {
        await using var bench = new SessionBench(new SessionOptions { ShellsPerUser = 3 });
        for (var i = 0; i < 10; i++)
        {
            var (lease, shell) = await bench.ConnectAsync();
            shell.End(new ShellEnd(ShellEndReason.Exited, 0));
            await Within.Seconds(lease.Session.Ended);
            lease.Release();
        }

        Assert.InRange(bench.Registry.All.Count, 1, 3);
        Assert.True(SpinWait.SpinUntil(() => bench.Registry.RecentlyEnded.Count == 10, TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task Grace_OfItsOwn_CountsInsteadOfTheUsualOne()
    {
        await using var bench = new SessionBench();
        var strict = bench.Open(grace: TimeSpan.Zero);
        var patient = bench.Open(grace: TimeSpan.FromHours(1));

        (await bench.Connector.NextAsync()).Open();
        (await bench.Connector.NextAsync()).Open();
        strict.Release();
        patient.Release();
        bench.Time.Advance(TimeSpan.FromMinutes(11));

        Assert.Equal(SessionEndReason.GraceExpired, (await Within.Seconds(strict.Session.Ended)).Reason);
        Assert.NotEqual(SessionState.Ended, patient.Session.State);
    }

    [Fact]
    public async Task Released_BeforeTheShellIsClosed_LeavesWhenItIs()
    {
        await using var bench = new SessionBench();
        var (lease, shell) = await bench.ConnectAsync();
        var mayClose = new TaskCompletionSource();
        shell.MayClose = mayClose.Task;
        var ending = lease.Session.EndAsync(SessionEndReason.ClosedByUser);
        lease.Dismiss();
        Assert.Single(bench.Registry.All);

        mayClose.SetResult();
        await Within.Seconds(ending);

        await SessionBench.UntilAsync(lease.Session, () => bench.Registry.All.Count == 0);
    }

    [Fact]
    public async Task EndAllOf_EndsThatUsersOnly()
    {
        await using var bench = new SessionBench();
        var (anns, _) = await bench.ConnectAsync("ann");
        var (bobs, _) = await bench.ConnectAsync("bob");

        await Within.Seconds(bench.Registry.EndAllOf("ann", SessionEndReason.AccessRevoked));

        Assert.Equal(SessionEndReason.AccessRevoked, anns.Session.End?.Reason);
        Assert.Equal(SessionState.Connected, bobs.Session.State);
    }

    [Fact]
    public async Task Stopping_EndsAllAndOpensNoMore()
    {
        await using var bench = new SessionBench();
        var (lease, shell) = await bench.ConnectAsync();

        await Within.Seconds(bench.Registry.StoppingAsync(default));

        Assert.Equal(SessionEndReason.ServerShutdown, lease.Session.End?.Reason);
        Assert.True(shell.Disposed.IsCompleted);
        Assert.Equal(ShellFailureReason.ShuttingDown, Assert.Throws<ShellException>(() => bench.Open()).Failure.Reason);
    }

    [Fact]
    public async Task Stopping_AShellThatDoesNotClose_WaitsNoLongerThanTheLimit()
    {
        await using var bench = new SessionBench();
        var (_, shell) = await bench.ConnectAsync();
        shell.MayClose = new TaskCompletionSource().Task;

        var stopping = bench.Registry.StoppingAsync(default);
        Assert.False(stopping.IsCompleted);
        bench.Time.Advance(TimeSpan.FromSeconds(20));

        await Within.Seconds(stopping);
    }

    [Fact]
    public async Task Ids_AreUnguessableAndFitAUrl()
    {
        await using var bench = new SessionBench(new SessionOptions { ShellsPerUser = 100, ShellsPerVm = 100 });

        var ids = Enumerable.Range(0, 100).Select(_ => bench.Open().Session.Id).ToHashSet();

        Assert.Equal(100, ids.Count);
        Assert.All(ids, id => Assert.Matches("^[0-9a-f]{32}$", id));
    }
}

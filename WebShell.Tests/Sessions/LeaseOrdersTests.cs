using WebShell.Core.Sessions;
using WebShell.Core.Shells;
using WebShell.Tests.Support;

namespace WebShell.Tests.Sessions;

/// <summary>Every order in which pages, the shell and the portal can act on one session, and the moments in between that matter.</summary>
public sealed class LeaseOrdersTests : IAsyncLifetime
{
    private const int StepsPerOrder = 4;
    private const int Cycles = 1000;

    private static readonly Step[] Steps = Enum.GetValues<Step>();

    private readonly SessionBench _bench = new(new SessionOptions { ShellsPerUser = 1000, ShellsPerVm = 10_000, ShellsPerNode = 10_000 });

    private enum Step
    {
        FirstPageTakes,
        SecondPageTakes,
        HolderLeaves,
        LoserLeaves,
        HolderIsAway,
        HolderIsBack,
        PortalEnds,
        ShellEnds,
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public async Task EveryOrder_KeepsOneHolderAndOneState(int first)
    {
        foreach (var rest in Orders(StepsPerOrder - 1))
        {
            Step[] order = [Steps[first], .. rest];
            var run = new Run(await _bench.ConnectAsync());
            foreach (var step in order)
            {
                await run.DoAsync(step);
                run.Check(order);
            }

            await run.FinishAsync(order, _bench.Registry);
        }

        Assert.Empty(_bench.Registry.All);
    }

    [Fact]
    public async Task TakeOver_WhileTheEndIsUnderWay_GetsTheOutputAndTheEnd()
    {
        var (lease, shell) = await _bench.ConnectAsync();
        shell.Print("bye"u8.ToArray());
        await Within.Seconds(lease.ReadAsync(0, 100, default));
        var mayClose = new TaskCompletionSource();
        shell.MayClose = mayClose.Task;
        var ending = lease.Session.EndAsync(SessionEndReason.ClosedByUser);

        var taken = SessionBench.TakeOver(lease.Session);
        Assert.Equal(3, (await Within.Seconds(taken.ReadAsync(0, 100, default))).End);
        mayClose.SetResult();
        await Within.Seconds(ending);

        Assert.True((await Within.Seconds(taken.ReadAsync(3, 100, default))).IsEmpty);
        taken.Dismiss();
        Assert.Empty(_bench.Registry.All);
    }

    [Fact]
    public async Task TakeOver_BetweenTheReleaseAndItsLimits_SavesAShellWithoutGraceTime()
    {
        var lease = _bench.Open(grace: TimeSpan.Zero);
        (await _bench.Connector.NextAsync()).Open();
        await SessionBench.UntilAsync(lease.Session, () => lease.Session.State == SessionState.Connected);
        // Changed is raised after the state has changed and before the limits are looked at.
        var taken = OnNextChange(lease.Session, () => SessionBench.TakeOver(lease.Session));

        lease.Release();

        Assert.Equal(SessionState.Connected, lease.Session.State);
        Assert.True((await Within.Seconds(taken)).IsHeld);
    }

    [Fact]
    public async Task Release_WhileAnotherPageIsTold_LeavesThatOneAlone()
    {
        var (lease, _) = await _bench.ConnectAsync();
        var released = OnNextChange(lease.Session, () =>
        {
            lease.Release();
            return true;
        });

        var taken = SessionBench.TakeOver(lease.Session);

        Assert.True(await Within.Seconds(released));
        Assert.True(taken.IsHeld);
        Assert.Equal(SessionState.Connected, lease.Session.State);
    }

    [Fact]
    public async Task TakeOver_ByTwoAtTheSameInstant_AgainAndAgain_OneHoldsIt()
    {
        var (first, shell) = await _bench.ConnectAsync();
        var session = first.Session;
        using var instant = new Barrier(2);
        for (var round = 0; round < Cycles; round++)
        {
            var both = await Within.Seconds(Task.WhenAll(Enumerable.Range(0, 2).Select(page => Task.Run(() =>
            {
                instant.SignalAndWait(TimeSpan.FromSeconds(10));
                return SessionBench.TakeOver(session, $"{page}");
            }))));
            Assert.Single(both, lease => lease.IsHeld);
        }

        var holder = SessionBench.TakeOver(session);
        await holder.WriteAsync("x"u8.ToArray(), default);
        Assert.Equal("x"u8.ToArray(), await shell.NextInputAsync());
    }

    [Fact]
    public async Task AThousandAttachAndDetachCycles_LeaveNothingBehind()
    {
        var (first, shell) = await _bench.ConnectAsync();
        var session = first.Session;
        first.Release();
        var left = new List<WeakReference>();
        for (var cycle = 0; cycle < Cycles; cycle++)
        {
            left.Add(await CycleAsync(session, shell, cycle));
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        // The last one may still be on somebody's stack.
        Assert.InRange(left.Count(lease => lease.IsAlive), 0, 2);
        Assert.Equal(SessionState.Detached, session.State);
        Assert.Equal(Cycles, session.Output.End);
        Assert.Single(_bench.Registry.All);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    // What it does changes the session again, so it listens once.
    private static Task<T> OnNextChange<T>(TerminalSession session, Func<T> act)
    {
        var acted = new TaskCompletionSource<T>();
        session.Changed += Act;
        return acted.Task;

        void Act()
        {
            session.Changed -= Act;
            acted.SetResult(act());
        }
    }

    private static async Task<WeakReference> CycleAsync(TerminalSession session, StrictShell shell, int cycle)
    {
        var lease = SessionBench.TakeOver(session);
        var reading = lease.ReadAsync(cycle, 100, default).AsTask();
        shell.Print("."u8.ToArray());
        Assert.Equal(cycle + 1, (await Within.Seconds(reading)).End);
        lease.Acknowledge(cycle + 1);
        var waiting = lease.ReadAsync(cycle + 1, 100, default).AsTask();
        lease.Release();
        await Assert.ThrowsAsync<ShellException>(() => Within.Seconds(waiting));
        return new WeakReference(lease);
    }

    private static IEnumerable<Step[]> Orders(int length) => length == 0
        ? [[]]
        : Steps.SelectMany(step => Orders(length - 1).Select(rest => (Step[])[step, .. rest]));

    /// <summary>One session with a model of what it must be.</summary>
    private sealed class Run((ShellLease Lease, StrictShell Shell) connected)
    {
        private readonly TerminalSession _session = connected.Lease.Session;
        private readonly List<ShellLease> _lost = [];
        private ShellLease? _holder = connected.Lease;
        private bool _isAway;
        private bool _hasEnded;

        public async Task DoAsync(Step step)
        {
            switch (step)
            {
                case Step.FirstPageTakes:
                    Take("first");
                    break;
                case Step.SecondPageTakes:
                    Take("second");
                    break;
                case Step.HolderLeaves when _holder is { } holder:
                    (_holder, _isAway) = (null, false);
                    _lost.Add(holder);
                    holder.Release();
                    break;
                case Step.LoserLeaves:
                    _lost.ForEach(lease => lease.Release());
                    _lost.ForEach(_session.Away);
                    _lost.ForEach(_session.Back);
                    break;
                case Step.HolderIsAway when _holder is { } holder:
                    _isAway = true;
                    _session.Away(holder);
                    break;
                case Step.HolderIsBack when _holder is { } holder:
                    _isAway = false;
                    _session.Back(holder);
                    break;
                case Step.PortalEnds:
                    _hasEnded = true;
                    await Within.Seconds(_session.EndAsync(SessionEndReason.AccessRevoked));
                    break;
                case Step.ShellEnds:
                    _hasEnded = true;
                    connected.Shell.End(new ShellEnd(ShellEndReason.Exited, 0));
                    await Within.Seconds(_session.Ended);
                    break;
            }
        }

        public void Check(Step[] order)
        {
            var isAttended = _holder is not null && !_isAway;
            var state = _hasEnded ? SessionState.Ended : isAttended ? SessionState.Connected : SessionState.Detached;
            var name = string.Join(", ", order);
            Assert.True(_session.State == state, $"{name}: {_session.State} instead of {state}");
            Assert.True(_holder is null or { IsHeld: true }, name);
            Assert.True(_lost.TrueForAll(lease => !lease.IsHeld), name);
            Assert.True(_session.Alone is null == isAttended, name);
            Assert.True(_session.End is null != _hasEnded, name);
        }

        public async Task FinishAsync(Step[] order, SessionRegistry registry)
        {
            await Within.Seconds(_session.EndAsync(SessionEndReason.ClosedByUser));
            var last = SessionBench.TakeOver(_session);
            Assert.True((await Within.Seconds(last.ReadAsync(0, 1, default))).IsEmpty, string.Join(", ", order));
            Assert.True(connected.Shell.Disposed.IsCompleted);
            last.Dismiss();
            Assert.Null(registry.Find(_session.Id));
        }

        private void Take(string workspace)
        {
            if (_holder is { } holder)
            {
                _lost.Add(holder);
            }

            (_holder, _isAway) = (SessionBench.TakeOver(_session, workspace), false);
        }
    }
}

using WebShell.Core.Sessions;
using WebShell.Core.Shells;
using WebShell.Tests.Support;

namespace WebShell.Tests.Sessions;

public sealed class ShellLeaseTests : IAsyncLifetime
{
    private static readonly PasswordQuestion Question = new("web-01", "root", "10.0.0.1:22");

    private readonly SessionBench _bench = new();

    [Fact]
    public async Task Release_Connected_BecomesDetachedAndRefusesByName()
    {
        var (lease, shell) = await _bench.ConnectAsync();

        lease.Release();

        Assert.Equal(SessionState.Detached, lease.Session.State);
        Assert.False(lease.IsHeld);
        await AssertNotHeldAsync(lease);
        await lease.ResizeAsync(new TerminalSize(100, 30), default);
        Assert.Equal(TerminalSize.Default, lease.Session.Size);
        Assert.False(shell.HasInput);
    }

    [Fact]
    public async Task TakeDetached_AfterRelease_GoesOnWhereItWas()
    {
        var (old, shell) = await _bench.ConnectAsync();
        shell.Print("before "u8.ToArray());
        await Within.Seconds(old.ReadAsync(0, 100, default));
        old.Release();
        shell.Print("between"u8.ToArray());

        var taken = old.Session.TakeDetached()!;

        Assert.Equal(SessionState.Connected, taken.Session.State);
        var offset = 0L;
        while (offset < "before between".Length)
        {
            offset = (await Within.Seconds(taken.ReadAsync(offset, 100, default))).End;
        }

        await taken.WriteAsync("x"u8.ToArray(), default);
        Assert.Equal("x"u8.ToArray(), await shell.NextInputAsync());
    }

    [Fact]
    public async Task TakeDetached_WhileHeldOrEnded_GivesNothing()
    {
        var (lease, _) = await _bench.ConnectAsync();
        Assert.Null(lease.Session.TakeDetached());

        await Within.Seconds(lease.Session.EndAsync(SessionEndReason.ClosedByUser));
        lease.Release();
        Assert.Null(lease.Session.TakeDetached());
    }

    [Fact]
    public async Task TakeOver_TheOldHolderLosesItByNameEvenWhileWaiting()
    {
        var (old, shell) = await _bench.ConnectAsync();
        var reading = old.ReadAsync(0, 100, default).AsTask();
        Assert.False(reading.IsCompleted);

        var taken = old.Session.TakeOver();

        Assert.False(old.IsHeld);
        Assert.True(taken.IsHeld);
        Assert.Equal(SessionState.Connected, taken.Session.State);
        Assert.Equal(ShellFailureReason.LeaseNotHeld, (await Assert.ThrowsAsync<ShellException>(() => Within.Seconds(reading))).Failure.Reason);
        await AssertNotHeldAsync(old);
        shell.Print("a"u8.ToArray());
        Assert.Equal(1, (await Within.Seconds(taken.ReadAsync(0, 100, default))).End);
    }

    [Fact]
    public async Task Release_OfALeaseThatWasTakenOver_LeavesTheNewOneAlone()
    {
        var (old, _) = await _bench.ConnectAsync();
        var taken = old.Session.TakeOver();

        old.Release();

        Assert.True(taken.IsHeld);
        Assert.Equal(SessionState.Connected, taken.Session.State);
    }

    [Fact]
    public async Task Acknowledge_ByTheOldHolder_DoesNotCount()
    {
        var (old, shell) = await _bench.ConnectAsync();
        var taken = old.Session.TakeOver();
        shell.Print(new byte[16 * 1024]);
        await Within.Seconds(taken.Session.Output.ReadAsync((16 * 1024) - 1, 1, default));

        old.Acknowledge(16 * 1024);
        shell.Print(new byte[1024 * 1024]);
        SessionBench.UntilPaced(old.Session);

        Assert.True(taken.IsHeld);
        Assert.Equal(_bench.Options.OutputHighWaterBytes, shell.Taken);
    }

    [Fact]
    public async Task Release_WhilePumpWaitsForThePage_TheShellRunsFree()
    {
        var (lease, shell) = await _bench.ConnectAsync();
        shell.Print(new byte[1024 * 1024]);
        SessionBench.UntilPaced(lease.Session);

        lease.Release();

        await Within.Seconds(lease.Session.Output.ReadAsync((1024 * 1024) - 1, 1, default));
    }

    [Fact]
    public async Task Read_ByANewPageThatWantsOnlyTheNewest_SkipsWhatItDidNotAskFor()
    {
        var (old, shell) = await _bench.ConnectAsync();
        old.Release();
        shell.Print(new byte[1024 * 1024]);
        await Within.Seconds(old.Session.Output.ReadAsync((1024 * 1024) - 1, 1, default));
        var taken = old.Session.TakeDetached()!;

        await Within.Seconds(taken.ReadAsync((1024 * 1024) - 10, 100, default));
        shell.Print(new byte[10]);

        Assert.Equal((1024 * 1024) + 10, (await Within.Seconds(taken.ReadAsync(1024 * 1024, 100, default))).End);
    }

    [Fact]
    public async Task Read_AsTheShellEnds_SeesItAll()
    {
        var (lease, shell) = await _bench.ConnectAsync();
        var reading = lease.ReadAsync(0, 100, default).AsTask();

        shell.End(new ShellEnd(ShellEndReason.Exited, 0));

        Assert.True((await Within.Seconds(reading)).IsEmpty);
        Assert.Equal(SessionState.Ended, lease.Session.State);
    }

    [Fact]
    public async Task Release_WhileOpening_OpensDetached()
    {
        var lease = _bench.Open();
        var attempt = await _bench.Connector.NextAsync();

        lease.Release();
        Assert.Equal(SessionState.Connecting, lease.Session.State);
        attempt.Open();

        await SessionBench.UntilAsync(lease.Session, () => lease.Session.State == SessionState.Detached);
        Assert.NotNull(lease.Session.TakeDetached());
        Assert.Equal(SessionState.Connected, lease.Session.State);
    }

    [Fact]
    public async Task Release_WhileAQuestionIsOpen_NobodyAnswers()
    {
        var page = new RecordingDialogue();
        var lease = _bench.Open(dialogue: page);
        var attempt = await _bench.Connector.NextAsync();
        var asking = attempt.Dialogue.AskPasswordAsync(Question, default).AsTask();
        await Within.Seconds(page.Asked.Task);

        lease.Release();

        Assert.Null(await Within.Seconds(asking));
        Assert.False(await Within.Seconds(attempt.Dialogue.AcceptHostKeyAsync(new HostKeyOffer("web-01", "", "", ""), default)));
    }

    [Fact]
    public async Task Question_Answered_ReachesTheConnector()
    {
        var page = new RecordingDialogue();
        _bench.Open(dialogue: page);
        var attempt = await _bench.Connector.NextAsync();
        page.Password.SetResult("pw");

        Assert.Equal("pw", await Within.Seconds(attempt.Dialogue.AskPasswordAsync(Question, default)));
        Assert.True(await Within.Seconds(attempt.Dialogue.AcceptHostKeyAsync(new HostKeyOffer("web-01", "", "", ""), default)));
    }

    [Fact]
    public async Task TakeDetached_ByTwoAtOnce_OneGetsIt()
    {
        var (lease, _) = await _bench.ConnectAsync();
        lease.Release();

        var taken = await Within.Seconds(Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(lease.Session.TakeDetached))));

        Assert.Single(taken.OfType<ShellLease>());
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    private static async Task AssertNotHeldAsync(ShellLease lease)
    {
        var write = await Assert.ThrowsAsync<ShellException>(() => Within.Seconds(lease.WriteAsync("x"u8.ToArray(), default)));
        var read = await Assert.ThrowsAsync<ShellException>(async () => await lease.ReadAsync(0, 1, default));
        Assert.Equal((ShellFailureReason.LeaseNotHeld, ShellFailureReason.LeaseNotHeld), (write.Failure.Reason, read.Failure.Reason));
    }
}

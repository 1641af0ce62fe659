using WebShell.Core.Credentials;
using WebShell.Core.Sessions;
using WebShell.Core.Shells;
using WebShell.Tests.Support;

namespace WebShell.Tests.Sessions;

public sealed class ShellLeaseTests : IAsyncLifetime
{
    private static readonly SignInQuestion Question = new("web-01", "root", "10.0.0.1:22", SignInMethods.Password);
    private static readonly PasswordCredential Secret = new("pw");

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
    public async Task TakeOver_AfterRelease_GoesOnWhereItWas()
    {
        var (old, shell) = await _bench.ConnectAsync();
        shell.Print("before "u8.ToArray());
        await Within.Seconds(old.ReadAsync(0, 100, default));
        old.Release();
        shell.Print("between"u8.ToArray());

        var taken = SessionBench.TakeOver(old.Session);

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
    public async Task TakeOverIf_AnotherWorkspaceHasItByNow_GivesNothing()
    {
        var (lease, _) = await _bench.ConnectAsync();
        var taken = SessionBench.TakeOver(lease.Session, "second");

        Assert.Null(lease.Session.TakeOverIf(workspace => workspace == "first", "first", new SilentDialogue()));

        Assert.True(taken.IsHeld);
        Assert.Equal("second", lease.Session.Workspace);
    }

    [Fact]
    public async Task TakeOver_OfAnEndedSession_ShowsItsOutputAndTakesNoInput()
    {
        var (lease, shell) = await _bench.ConnectAsync();
        shell.Print("bye"u8.ToArray());
        await Within.Seconds(lease.ReadAsync(0, 100, default));
        await Within.Seconds(lease.Session.EndAsync(SessionEndReason.IdleTimeout));
        lease.Release();

        var taken = SessionBench.TakeOver(lease.Session, "first");

        Assert.Equal(3, (await Within.Seconds(taken.ReadAsync(0, 100, default))).End);
        Assert.Equal(SessionState.Ended, taken.Session.State);
        var refusal = await Assert.ThrowsAsync<ShellException>(async () => await taken.WriteAsync("x"u8.ToArray(), default));
        Assert.Equal(ShellFailureReason.SessionEnded, refusal.Failure.Reason);
    }

    [Fact]
    public async Task LiveFrom_IsTheBeginningForTheFirstPageAndTheEndForTheNext()
    {
        var (first, shell) = await _bench.ConnectAsync();
        shell.Print("12345"u8.ToArray());
        await Within.Seconds(first.ReadAsync(0, 100, default));

        var next = SessionBench.TakeOver(first.Session);

        Assert.Equal((0, 5), (first.LiveFrom, next.LiveFrom));
    }

    [Fact]
    public async Task Away_TheShellWaitsForADropAndRunsFreeAfterIt_AndItsGraceTimeCounts()
    {
        var (lease, shell) = await _bench.ConnectAsync();
        shell.Print(new byte[1024 * 1024]);
        SessionBench.UntilPaced(lease.Session);

        lease.Session.Away(lease);
        Assert.Equal(SessionState.Detached, lease.Session.State);
        _bench.Time.Advance(SessionTenancy.DropTime - TimeSpan.FromSeconds(1));
        Assert.True(lease.Session.IsPaced);

        _bench.Time.Advance(TimeSpan.FromSeconds(1));

        await Within.Seconds(lease.Session.Output.ReadAsync((1024 * 1024) - 1, 1, default));
        Assert.True(lease.IsHeld);
        Assert.Equal(SessionTenancy.DropTime, lease.Session.Alone);
    }

    [Fact]
    public async Task Back_WithinTheGraceTime_GoesOnWhereThePageWas()
    {
        var (lease, shell) = await _bench.ConnectAsync();
        lease.Session.Away(lease);
        _bench.Time.Advance(TimeSpan.FromMinutes(9));
        lease.Session.Back(lease);

        _bench.Time.Advance(TimeSpan.FromMinutes(9));

        Assert.Equal(SessionState.Connected, lease.Session.State);
        Assert.Null(lease.Session.Alone);
        await lease.WriteAsync("x"u8.ToArray(), default);
        Assert.Equal("x"u8.ToArray(), await shell.NextInputAsync());
    }

    [Fact]
    public async Task Back_APageThatHadSeenEverything_HoldsNothingUp()
    {
        var (lease, shell) = await _bench.ConnectAsync();
        for (var offset = 0L; offset < 1024 * 1024; lease.Acknowledge(offset))
        {
            shell.Print(new byte[64 * 1024]);
            offset = (await Within.Seconds(lease.Session.Output.ReadAsync(offset + (64 * 1024) - 1, 1, default))).End;
        }

        lease.Session.Away(lease);
        lease.Session.Back(lease);
        shell.Print(new byte[32 * 1024]);

        await Within.Seconds(lease.Session.Output.ReadAsync((1024 + 32) * 1024 - 1, 1, default));
        Assert.False(lease.Session.IsPaced);
    }

    [Fact]
    public async Task Away_ThenReleased_TheGraceTimeCountsFromTheLoss()
    {
        var (lease, _) = await _bench.ConnectAsync();
        lease.Session.Away(lease);
        _bench.Time.Advance(TimeSpan.FromMinutes(6));

        lease.Release();
        _bench.Time.Advance(TimeSpan.FromMinutes(4));

        Assert.Equal(SessionEndReason.GraceExpired, (await Within.Seconds(lease.Session.Ended)).Reason);
    }

    [Fact]
    public async Task TakeOver_TheOldHolderLosesItByNameEvenWhileWaiting()
    {
        var (old, shell) = await _bench.ConnectAsync();
        var reading = old.ReadAsync(0, 100, default).AsTask();
        Assert.False(reading.IsCompleted);

        var taken = SessionBench.TakeOver(old.Session);

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
        var taken = SessionBench.TakeOver(old.Session);

        old.Release();

        Assert.True(taken.IsHeld);
        Assert.Equal(SessionState.Connected, taken.Session.State);
    }

    [Fact]
    public async Task Acknowledge_ByTheOldHolder_DoesNotCount()
    {
        var (old, shell) = await _bench.ConnectAsync();
        var taken = SessionBench.TakeOver(old.Session);
        shell.Print(new byte[16 * 1024]);
        await Within.Seconds(taken.Session.Output.ReadAsync((16 * 1024) - 1, 1, default));

        old.Acknowledge(16 * 1024);
        shell.Print(new byte[1024 * 1024]);
        SessionBench.UntilPaced(old.Session);

        Assert.True(taken.IsHeld);
        Assert.Equal(TerminalSession.ReadAheadBytes, shell.Taken);
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
        var taken = SessionBench.TakeOver(old.Session);

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
        SessionBench.TakeOver(lease.Session);
        Assert.Equal(SessionState.Connected, lease.Session.State);
    }

    [Fact]
    public async Task Release_WhileAQuestionIsOpen_NobodyAnswers()
    {
        var page = new RecordingDialogue();
        var lease = _bench.Open(dialogue: page);
        var attempt = await _bench.Connector.NextAsync();
        var asking = attempt.Dialogue.AskSignInAsync(Question, default).AsTask();
        await Within.Seconds(page.Asked.Task);

        lease.Release();

        Assert.Null(await AfterReloadTimeAsync(asking));
        Assert.False(await AfterReloadTimeAsync(attempt.Dialogue.AcceptHostKeyAsync(new HostKeyOffer("web-01", "", "", ""), default).AsTask()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TakeOver_WhileAQuestionIsOpen_ThePageThatTookItIsAsked(bool wasReleased)
    {
        var (old, page) = (new RecordingDialogue(), new RecordingDialogue());
        var lease = _bench.Open(dialogue: old);
        var attempt = await _bench.Connector.NextAsync();
        var asking = attempt.Dialogue.AskSignInAsync(Question, default).AsTask();
        await Within.Seconds(old.Asked.Task);
        if (wasReleased)
        {
            lease.Release();
        }

        lease.Session.TakeOver("first", page);
        await Within.Seconds(page.Asked.Task);
        page.SignIn.SetResult(Secret);

        Assert.Same(Secret, await Within.Seconds(asking));
    }

    [Fact]
    public async Task Question_Answered_ReachesTheConnector()
    {
        var page = new RecordingDialogue();
        _bench.Open(dialogue: page);
        var attempt = await _bench.Connector.NextAsync();
        page.SignIn.SetResult(Secret);

        Assert.Same(Secret, await Within.Seconds(attempt.Dialogue.AskSignInAsync(Question, default)));
        Assert.True(await Within.Seconds(attempt.Dialogue.AcceptHostKeyAsync(new HostKeyOffer("web-01", "", "", ""), default)));
    }

    [Fact]
    public async Task TakeOver_ByManyAtOnce_OneHoldsItInTheEnd()
    {
        var (lease, _) = await _bench.ConnectAsync();

        var taken = await Within.Seconds(Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => SessionBench.TakeOver(lease.Session, $"{i}")))));

        var holder = Assert.Single(taken, one => one.IsHeld);
        Assert.Equal($"{Array.IndexOf(taken, holder)}", lease.Session.Workspace);
        Assert.False(lease.IsHeld);
    }

    [Fact]
    public async Task TakeOverIf_ByManyAtOnce_OneGetsIt()
    {
        var (lease, _) = await _bench.ConnectAsync();

        var taken = await Within.Seconds(Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() =>
            lease.Session.TakeOverIf(workspace => workspace == "first", $"{i}", new SilentDialogue())))));

        Assert.True(Assert.Single(taken.OfType<ShellLease>()).IsHeld);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    // The question begins to wait for another page at a moment of its own.
    private async Task<T> AfterReloadTimeAsync<T>(Task<T> asking)
    {
        var passing = Task.Run(async () =>
        {
            while (!asking.IsCompleted)
            {
                _bench.Time.Advance(SessionDialogue.ReloadTime / 2);
                await Task.Delay(1);
            }
        });
        var answer = await Within.Seconds(asking);
        await passing;
        return answer;
    }

    private static async Task AssertNotHeldAsync(ShellLease lease)
    {
        var write = await Assert.ThrowsAsync<ShellException>(() => Within.Seconds(lease.WriteAsync("x"u8.ToArray(), default)));
        var read = await Assert.ThrowsAsync<ShellException>(async () => await lease.ReadAsync(0, 1, default));
        Assert.Equal((ShellFailureReason.LeaseNotHeld, ShellFailureReason.LeaseNotHeld), (write.Failure.Reason, read.Failure.Reason));
    }
}

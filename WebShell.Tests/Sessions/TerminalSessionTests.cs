using System.Text;
using WebShell.Core.Sessions;
using WebShell.Core.Shells;
using WebShell.Tests.Support;

namespace WebShell.Tests.Sessions;

public sealed class TerminalSessionTests : IAsyncLifetime
{
    private readonly SessionBench _bench = new();

    [Fact]
    public async Task Input_GoesToTheShellAndOutputComesBack()
    {
        var (lease, shell) = await _bench.ConnectAsync();

        await lease.WriteAsync("ls"u8.ToArray(), default);
        shell.Print("a b"u8.ToArray());

        Assert.Equal("ls"u8.ToArray(), await shell.NextInputAsync());
        Assert.Equal("a b", await ReadAsync(lease, 0));
    }

    [Fact]
    public async Task EchoShell_WholeLife_TypedEchoedEnded()
    {
        var lease = _bench.Open();
        (await _bench.Connector.NextAsync()).Answer.SetResult(new EchoShell());
        await SessionBench.UntilAsync(lease.Session, () => lease.Session.State == SessionState.Connected);

        await lease.WriteAsync("hello\u0004"u8.ToArray(), default);

        var end = await Within.Seconds(lease.Session.Ended);
        Assert.Equal("hello", await ReadAsync(lease, 0));
        Assert.Equal((SessionEndReason.ShellExited, 0), (end.Reason, end.ExitStatus));
    }

    [Fact]
    public async Task Opening_StepsAreShownAndHandedOn()
    {
        var page = new RecordingDialogue();
        var lease = _bench.Open(dialogue: page);
        var attempt = await _bench.Connector.NextAsync();

        attempt.Dialogue.Report(ShellOpeningStep.KeyExchange);

        Assert.Equal((SessionState.Connecting, ShellOpeningStep.KeyExchange), (lease.Session.State, lease.Session.Step));
        attempt.Open();
        await SessionBench.UntilAsync(lease.Session, () => lease.Session.State == SessionState.Connected);
        Assert.Equal(ShellOpeningStep.Open, lease.Session.Step);
        Assert.Equal("none", lease.Session.Facts.Cipher);
        Assert.Equal(TimeSpan.FromMilliseconds(7), lease.Session.RoundTrip);
        Assert.Equal([ShellOpeningStep.KeyExchange], page.Steps);
    }

    [Fact]
    public async Task Write_WhileConnecting_IsRefusedByName()
    {
        var lease = _bench.Open();
        await _bench.Connector.NextAsync();

        Assert.Equal(ShellFailureReason.NotConnected, await RefusalAsync(lease));
    }

    [Fact]
    public async Task Write_AfterTheEnd_IsRefusedByName()
    {
        var (lease, shell) = await _bench.ConnectAsync();
        shell.End(new ShellEnd(ShellEndReason.ConnectionClosed));
        await Within.Seconds(lease.Session.Ended);

        Assert.Equal(ShellFailureReason.SessionEnded, await RefusalAsync(lease));
        Assert.False(shell.HasInput);
    }

    [Fact]
    public async Task Write_WhileTheMachineTakesNone_WaitsAndIsRefusedIfTheSessionEndsMeanwhile()
    {
        var (lease, shell) = await _bench.ConnectAsync();
        var takes = new TaskCompletionSource();
        shell.TakesInput = takes.Task;
        var first = lease.WriteAsync("1"u8.ToArray(), default).AsTask();
        var second = lease.WriteAsync("2"u8.ToArray(), default).AsTask();
        Assert.False(first.IsCompleted || second.IsCompleted);

        await Within.Seconds(lease.Session.EndAsync(SessionEndReason.AccessRevoked));
        takes.SetResult();

        await Within.Seconds(first);
        var refused = await Assert.ThrowsAsync<ShellException>(() => Within.Seconds(second));
        Assert.Equal(ShellFailureReason.SessionEnded, refused.Failure.Reason);
        Assert.Equal("1"u8.ToArray(), await shell.NextInputAsync());
        Assert.False(shell.HasInput);
    }

    [Fact]
    public async Task OutputBeforeTheEnd_IsReadableAfterIt()
    {
        var (lease, shell) = await _bench.ConnectAsync();

        shell.Print("bye"u8.ToArray());
        shell.End(new ShellEnd(ShellEndReason.Exited, ExitStatus: 3));
        await Within.Seconds(lease.Session.Ended);

        Assert.Equal("bye", await ReadAsync(lease, 0));
        Assert.True((await Within.Seconds(lease.ReadAsync(3, 100, default))).IsEmpty);
    }

    [Theory]
    [InlineData(ShellEndReason.Exited, 3, null, SessionEndReason.ShellExited, "The shell ended with exit status 3.")]
    [InlineData(ShellEndReason.Signalled, null, "KILL", SessionEndReason.ShellSignalled, "The shell was ended by signal KILL.")]
    [InlineData(ShellEndReason.ConnectionClosed, null, null, SessionEndReason.ConnectionClosed, "The machine closed the connection.")]
    [InlineData(ShellEndReason.ConnectionLost, null, null, SessionEndReason.ConnectionLost, "The connection to the machine was lost.")]
    [InlineData(ShellEndReason.KeepaliveTimeout, null, null, SessionEndReason.KeepaliveTimeout, "The machine stopped answering, so the connection was given up.")]
    public async Task ShellEnds_SessionSaysHow(ShellEndReason how, int? status, string? signal, SessionEndReason reason, string message)
    {
        var (lease, shell) = await _bench.ConnectAsync();

        shell.End(new ShellEnd(how, status, signal));

        var end = await Within.Seconds(lease.Session.Ended);
        Assert.Equal((reason, message, status, signal), (end.Reason, end.Message, end.ExitStatus, end.Signal));
        Assert.Equal(SessionState.Ended, lease.Session.State);
        Assert.Same(end, lease.Session.End);
        Assert.True(shell.Disposed.IsCompleted);
    }

    [Fact]
    public async Task OpeningFails_SessionEndsWithTheFailuresWords()
    {
        var lease = _bench.Open();
        var failure = new ShellFailure(ShellFailureReason.ConnectionRefused, "Nobody listens there.") { Step = ShellOpeningStep.Connect };

        (await _bench.Connector.NextAsync()).Answer.SetException(new ShellException(failure));

        var end = await Within.Seconds(lease.Session.Ended);
        Assert.Equal((SessionEndReason.OpenFailed, "Nobody listens there."), (end.Reason, end.Message));
        Assert.Same(failure, end.Failure);
        Assert.True((await Within.Seconds(lease.ReadAsync(0, 100, default))).IsEmpty);
    }

    [Fact]
    public async Task OpeningThrowsTheUnexpected_SessionEndsWithAnIdAndWithoutItsText()
    {
        var lease = _bench.Open();

        (await _bench.Connector.NextAsync()).Answer.SetException(new InvalidOperationException("inner secret"));

        var end = await Within.Seconds(lease.Session.Ended);
        Assert.Equal(ShellFailureReason.Internal, end.Failure!.Reason);
        Assert.Contains(lease.Session.Id, end.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", end.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadingFails_SessionEndsAsConnectionLost()
    {
        var (lease, shell) = await _bench.ConnectAsync();

        shell.Break(new ShellException(ShellFailureReason.ConnectionLost, "Reset by peer."));

        var end = await Within.Seconds(lease.Session.Ended);
        Assert.Equal((SessionEndReason.ConnectionLost, "Reset by peer."), (end.Reason, end.Message));
        Assert.True(shell.Disposed.IsCompleted);
    }

    [Fact]
    public async Task End_WhileOpening_CancelsTheConnector()
    {
        var lease = _bench.Open();
        var attempt = await _bench.Connector.NextAsync();
        attempt.Token.Register(() => attempt.Answer.SetCanceled(attempt.Token));

        await Within.Seconds(lease.Session.EndAsync(SessionEndReason.ClosedByUser));

        Assert.Equal(SessionEndReason.ClosedByUser, lease.Session.End!.Reason);
    }

    [Fact]
    public async Task End_WhileTheConnectorHasJustOpened_ClosesThatShell()
    {
        var lease = _bench.Open();
        var attempt = await _bench.Connector.NextAsync();

        var ending = lease.Session.EndAsync(SessionEndReason.ClosedByUser);
        Assert.Equal(SessionState.Ended, lease.Session.State);
        Assert.False(ending.IsCompleted);
        var shell = attempt.Open();

        await Within.Seconds(ending);
        Assert.True(shell.Disposed.IsCompleted);
        Assert.Equal(SessionState.Ended, lease.Session.State);
    }

    [Fact]
    public async Task End_Twice_TheFirstReasonStays()
    {
        var (lease, shell) = await _bench.ConnectAsync();
        var mayClose = new TaskCompletionSource();
        shell.MayClose = mayClose.Task;

        var first = lease.Session.EndAsync(SessionEndReason.IdleTimeout);
        var second = lease.Session.EndAsync(SessionEndReason.AccessRevoked);
        Assert.False(first.IsCompleted || second.IsCompleted);
        mayClose.SetResult();

        await Within.Seconds(Task.WhenAll(first, second));
        Assert.Equal(SessionEndReason.IdleTimeout, (await lease.Session.Ended).Reason);
    }

    [Fact]
    public async Task End_AfterTheShellEnded_ChangesNothing()
    {
        var (lease, shell) = await _bench.ConnectAsync();
        shell.End(new ShellEnd(ShellEndReason.Exited, 0));
        await Within.Seconds(lease.Session.Ended);

        await Within.Seconds(lease.Session.EndAsync(SessionEndReason.ClosedByUser));

        Assert.Equal(SessionEndReason.ShellExited, lease.Session.End!.Reason);
    }

    [Fact]
    public async Task Changed_ListenerThrows_TheSessionGoesOn()
    {
        var (lease, shell) = await _bench.ConnectAsync();
        lease.Session.Changed += () => throw new InvalidOperationException();

        shell.End(new ShellEnd(ShellEndReason.Exited, 0));

        Assert.Equal(SessionEndReason.ShellExited, (await Within.Seconds(lease.Session.Ended)).Reason);
    }

    [Fact]
    public async Task Resize_BeforeOpening_OpensWithTheLastSizeOrFollowsIt()
    {
        var lease = _bench.Open(size: new TerminalSize(5000, 0));
        var attempt = await _bench.Connector.NextAsync();
        Assert.Equal(new TerminalSize(1000, 1), attempt.Request.Size);

        await lease.ResizeAsync(new TerminalSize(100, 30), default);
        var shell = attempt.Open();

        Assert.Equal(new TerminalSize(100, 30), await shell.NextSizeAsync());
        Assert.Equal(new TerminalSize(100, 30), lease.Session.Size);
    }

    [Fact]
    public async Task Resize_AfterTheEnd_DoesNothing()
    {
        var (lease, shell) = await _bench.ConnectAsync();
        await Within.Seconds(lease.Session.EndAsync(SessionEndReason.ClosedByUser));

        await lease.ResizeAsync(new TerminalSize(100, 30), default);

        Assert.Equal(TerminalSize.Default, lease.Session.Size);
        Assert.False(shell.HasSize);
    }

    [Fact]
    public async Task SlowPage_ShellIsReadOnlyAsFarAsThePageAcknowledges()
    {
        var (lease, shell) = await _bench.ConnectAsync();
        shell.Print(new byte[1024 * 1024]);
        long offset = 0;

        while (offset < 1024 * 1024)
        {
            var chunk = await Within.Seconds(lease.ReadAsync(offset, 32 * 1024, default));
            Assert.Equal(offset, chunk.Offset);
            Assert.InRange(shell.Taken - offset, 0, _bench.Options.OutputHighWaterBytes + (16 * 1024));
            offset = chunk.End;
            lease.Acknowledge(offset);
        }
    }

    [Fact]
    public async Task Acknowledge_MoreThanEverCame_DoesNotOpenTheGatesForGood()
    {
        var (lease, shell) = await _bench.ConnectAsync();
        lease.Acknowledge(long.MaxValue);
        shell.Print(new byte[1024 * 1024]);

        SessionBench.UntilPaced(lease.Session);

        Assert.Equal(TerminalSession.ReadAheadBytes, shell.Taken);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    private static async Task<string> ReadAsync(ShellLease lease, long offset) =>
        Encoding.UTF8.GetString((await Within.Seconds(lease.ReadAsync(offset, 1000, default))).Data.Span);

    private static async Task<ShellFailureReason> RefusalAsync(ShellLease lease) =>
        (await Assert.ThrowsAsync<ShellException>(() => Within.Seconds(lease.WriteAsync("x"u8.ToArray(), default)))).Failure.Reason;
}

using WebShell.Core.Access;
using WebShell.Core.Sessions;
using WebShell.Core.Shells;
using WebShell.Tests.Support;

namespace WebShell.Tests.Sessions;

public sealed class ShellWatchTests : IAsyncLifetime
{
    private readonly SessionBench _bench = new(new SessionOptions { ReplayBufferBytes = 1024 * 1024 });

    [Fact]
    public async Task Watch_SeesWhatIsThereAndWhatComes_AndTypesNothing()
    {
        var (lease, shell) = await _bench.ConnectAsync();
        var watch = Watch(lease.Session);
        shell.Print("abc"u8.ToArray());

        Assert.Equal(3, (await Within.Seconds(watch.ReadAsync(0, 100, default))).End);
        var refusal = await Assert.ThrowsAsync<ShellException>(async () => await watch.WriteAsync("x"u8.ToArray(), default));
        await watch.ResizeAsync(new TerminalSize(40, 10), default);
        watch.Repaint();

        Assert.Equal(ShellFailureReason.LeaseNotHeld, refusal.Failure.Reason);
        Assert.Equal(TerminalSize.Default, lease.Session.Size);
        Assert.True(lease.IsHeld);
        Assert.False(shell.HasInput || shell.HasSize);
    }

    [Fact]
    public async Task Watch_ThatNeverReads_SlowsNothing_AndIsToldWhatItMissed()
    {
        var (lease, shell) = await _bench.ConnectAsync();
        var watch = Watch(lease.Session);
        const int Total = 4 * 1024 * 1024;
        shell.Print(new byte[Total]);
        for (var offset = 0L; offset < Total; lease.Acknowledge(offset))
        {
            offset = (await Within.Seconds(lease.ReadAsync(offset, 64 * 1024, default))).End;
        }

        var chunk = await Within.Seconds(watch.ReadAsync(0, 100, default));

        Assert.InRange(chunk.Offset, Total - (2 * 1024 * 1024), Total);
        Assert.False(chunk.IsEmpty);
    }

    [Fact]
    public async Task Watch_OverATakeOverAndTheEnd_SeesItAll()
    {
        var (lease, shell) = await _bench.ConnectAsync();
        var watch = Watch(lease.Session);
        var reading = watch.ReadAsync(0, 100, default).AsTask();

        SessionBench.TakeOver(lease.Session);
        shell.Print("abc"u8.ToArray());
        Assert.Equal(3, (await Within.Seconds(reading)).End);
        shell.End(new ShellEnd(ShellEndReason.Exited, 0));

        Assert.True((await Within.Seconds(watch.ReadAsync(3, 100, default))).IsEmpty);
    }

    private ShellWatch Watch(TerminalSession session) => new(session, new PortalUser("ann", "Ann"), _bench.Time.GetUtcNow(), _bench.SessionAudit);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bench.DisposeAsync();
}

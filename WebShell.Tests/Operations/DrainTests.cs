using Microsoft.Extensions.Options;
using WebShell.App;
using WebShell.App.Operations;
using WebShell.Core.Sessions;
using WebShell.Core.Shells;
using WebShell.Tests.Sessions;
using WebShell.Tests.Support;

namespace WebShell.Tests.Operations;

public sealed class DrainTests : IAsyncLifetime
{
    private static readonly Task Never = new TaskCompletionSource().Task;

    private readonly SessionBench _bench = new();
    private Drain _drain = null!;

    [Fact]
    public async Task WithAShellOnAPage_CountsDownTwentySeconds()
    {
        await _bench.ConnectAsync();
        List<double> left = [];
        _drain.Changed += () => left.Add(Math.Ceiling(_drain.Left!.Value.TotalSeconds));

        var draining = _drain.RunAsync(Never);
        await PassAsync(seconds: 19);
        Assert.False(draining.IsCompleted);
        await PassAsync(seconds: 1);

        await Within.Seconds(draining);
        Assert.Equal(Enumerable.Range(0, 21).Reverse().Select(second => (double)second), left.Distinct());
        Assert.Equal(TimeSpan.Zero, _drain.Left);
    }

    [Fact]
    public async Task Begun_OpensNoMoreShells()
    {
        await _bench.ConnectAsync();
        _ = _drain.RunAsync(Never);

        Assert.Equal(ShellFailureReason.ShuttingDown, Assert.Throws<ShellException>(() => _bench.Open()).Failure.Reason);
    }

    [Fact]
    public async Task WithoutAShell_IsOverAtOnce() => await Within.Seconds(_drain.RunAsync(Never));

    [Fact]
    public async Task WithShellsThatNoPageShows_IsOverAtOnce()
    {
        var (lease, _) = await _bench.ConnectAsync();
        lease.Release();

        await Within.Seconds(_drain.RunAsync(Never));
    }

    [Fact]
    public async Task LastShellEnds_IsOverSoon()
    {
        var (_, shell) = await _bench.ConnectAsync();
        var draining = _drain.RunAsync(Never);

        shell.End(new ShellEnd(ShellEndReason.Exited, 0));
        await Within.Seconds(_bench.Registry.All[0].Ended);
        await PassAsync(seconds: 1);

        await Within.Seconds(draining);
    }

    [Fact]
    public async Task Hurried_IsOverAtOnce()
    {
        await _bench.ConnectAsync();
        var hurried = new TaskCompletionSource();
        var draining = _drain.RunAsync(hurried.Task);

        hurried.SetResult();

        await Within.Seconds(draining);
        Assert.NotEqual(SessionState.Ended, _bench.Registry.All[0].State);
    }

    public Task InitializeAsync()
    {
        _drain = new Drain(_bench.Registry, Options.Create(new PortalOptions()), _bench.Time);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    // A second passes when the drain waits for it.
    private async Task PassAsync(int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            void Hear() => heard.TrySetResult();
            _drain.Changed += Hear;
            _bench.Time.Advance(TimeSpan.FromSeconds(1));
            await Within.Seconds(heard.Task);
            _drain.Changed -= Hear;
        }
    }
}

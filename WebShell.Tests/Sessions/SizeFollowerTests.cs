using Microsoft.Extensions.Time.Testing;
using WebShell.Core.Sessions;
using WebShell.Core.Shells;
using WebShell.Tests.Support;

namespace WebShell.Tests.Sessions;

public sealed class SizeFollowerTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly FakeTimeProvider _time = new();
    private readonly StrictShell _shell = new();
    private readonly SizeFollower _follower;

    public SizeFollowerTests() => _follower = new SizeFollower(_shell, TerminalSize.Default, _time, default);

    [Fact]
    public async Task Follow_FirstChange_IsToldAtOnce()
    {
        _follower.Follow(new TerminalSize(100, 30));

        Assert.Equal(new TerminalSize(100, 30), await _shell.NextSizeAsync());
    }

    [Fact]
    public async Task Follow_AStorm_TellsTheLastOneAfterTheInterval()
    {
        _follower.Follow(new TerminalSize(100, 30));
        await _shell.NextSizeAsync();
        for (var columns = 101; columns <= 200; columns++)
        {
            _follower.Follow(new TerminalSize(columns, 30));
        }

        var next = _shell.NextSizeAsync();
        Assert.False(next.IsCompleted);

        Assert.Equal(new TerminalSize(200, 30), await PassTimeUntilAsync(next));
        Assert.False(_shell.HasSize);
    }

    [Fact]
    public async Task Nudge_TellsAnotherNumberOfRowsAndAfterTheIntervalTheSizeAgain()
    {
        _follower.Nudge();

        Assert.Equal(new TerminalSize(80, 23), await _shell.NextSizeAsync());
        var next = _shell.NextSizeAsync();
        Assert.False(next.IsCompleted);
        Assert.Equal(TerminalSize.Default, await PassTimeUntilAsync(next));
        Assert.False(_shell.HasSize);
    }

    [Fact]
    public async Task Nudge_WithANewSizeOnItsHeels_EndsWithThatOne()
    {
        _follower.Nudge();
        _follower.Follow(new TerminalSize(100, 30));

        await _shell.NextSizeAsync();
        var next = _shell.NextSizeAsync();

        Assert.Equal(new TerminalSize(100, 30), await PassTimeUntilAsync(next));
    }

    [Fact]
    public async Task Follow_BackToTheToldSizeWithinTheInterval_TellsNothingMore()
    {
        _follower.Follow(new TerminalSize(100, 30));
        await _shell.NextSizeAsync();
        _follower.Follow(new TerminalSize(90, 30));
        _follower.Follow(new TerminalSize(100, 30));

        await PassTimeUntilAsync(_follower.StoppedAsync());

        Assert.False(_shell.HasSize);
    }

    [Fact]
    public async Task Follow_AfterAPause_IsToldAtOnceAgain()
    {
        _follower.Follow(new TerminalSize(100, 30));
        await _shell.NextSizeAsync();
        await PassTimeUntilAsync(_follower.StoppedAsync());

        _follower.Follow(new TerminalSize(110, 30));

        Assert.Equal(new TerminalSize(110, 30), await _shell.NextSizeAsync());
    }

    [Fact]
    public void Follow_TheSizeItOpenedWith_TellsNothing()
    {
        _follower.Follow(TerminalSize.Default);

        Assert.True(_follower.StoppedAsync().IsCompleted);
        Assert.False(_shell.HasSize);
    }

    private async Task<T> PassTimeUntilAsync<T>(Task<T> task)
    {
        await PassTimeUntilAsync((Task)task);
        return await task;
    }

    // The follower asks for its delay on another thread: time passes until it has seen enough of it.
    private async Task PassTimeUntilAsync(Task task)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!task.IsCompleted)
        {
            limit.Token.ThrowIfCancellationRequested();
            _time.Advance(Tick);
            await Task.Yield();
        }
    }
}

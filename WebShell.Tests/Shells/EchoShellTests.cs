using WebShell.Core.Shells;
using WebShell.Tests.Support;

namespace WebShell.Tests.Shells;

public sealed class EchoShellTests
{
    [Fact]
    public async Task Write_ComesBackAsOutput()
    {
        await using var shell = new EchoShell();

        await shell.WriteAsync("hi"u8.ToArray(), default);

        var buffer = new byte[10];
        Assert.Equal(2, await Within.Seconds(shell.ReadAsync(buffer, default)));
        Assert.Equal("hi"u8.ToArray(), buffer[..2]);
    }

    [Fact]
    public async Task EndOfTransmission_EndsItAfterWhatCameBefore()
    {
        await using var shell = new EchoShell();

        await shell.WriteAsync("a\u0004b"u8.ToArray(), default);

        var buffer = new byte[10];
        Assert.Equal(1, await Within.Seconds(shell.ReadAsync(buffer, default)));
        Assert.Equal(0, await Within.Seconds(shell.ReadAsync(buffer, default)));
        Assert.Equal(new ShellEnd(ShellEndReason.Exited, 0), await Within.Seconds(shell.Ended));
        await Assert.ThrowsAsync<ShellException>(async () => await shell.WriteAsync("x"u8.ToArray(), default));
    }

    [Fact]
    public async Task Write_NobodyReads_Waits()
    {
        await using var shell = new EchoShell();

        var writing = shell.WriteAsync(new byte[64 * 1024], default).AsTask();
        Assert.False(writing.IsCompleted);
        await Within.Seconds(shell.ReadAsync(new byte[64 * 1024], default));

        await Within.Seconds(writing);
    }

    [Fact]
    public async Task Dispose_EndsIt()
    {
        var shell = new EchoShell();
        await shell.DisposeAsync();

        Assert.Equal(ShellEndReason.Disposed, (await Within.Seconds(shell.Ended)).Reason);
        Assert.Equal(0, await Within.Seconds(shell.ReadAsync(new byte[1], default)));
    }

    [Theory]
    [InlineData(0, 0, 2, 1)]
    [InlineData(-5, int.MinValue, 2, 1)]
    [InlineData(80, 24, 80, 24)]
    [InlineData(int.MaxValue, 501, 1000, 500)]
    public void TerminalSize_Clamp_StaysWithinTheLimits(int columns, int rows, int expectedColumns, int expectedRows) =>
        Assert.Equal(new TerminalSize(expectedColumns, expectedRows), new TerminalSize(columns, rows).Clamp());
}

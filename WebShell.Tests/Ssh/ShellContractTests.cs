using System.Security.Cryptography;
using System.Text;
using WebShell.Core.Shells;
using WebShell.Tests.Support;
using WebShell.Tests.Support.SshServers;

namespace WebShell.Tests.Ssh;

/// <summary>What every <see cref="IShell"/> keeps, whatever is behind it.</summary>
public abstract class ShellContractTests
{
    [Fact]
    public async Task Input_IsEchoed()
    {
        await using var shell = await OpenAsync();
        var script = new ShellScript(shell);

        await script.TypeAsync("hello");

        await script.ExpectAsync("hello");
    }

    [Fact]
    public async Task Bytes_OfEveryValueAndCutUtf8_ComeBackAsTheyWere()
    {
        await using var shell = await OpenRawEchoAsync();

        // 0x04 ends an EchoShell; everything else is nobody's business.
        var sent = Enumerable.Range(0, 256).Where(b => b != 4).Select(b => (byte)b)
            .Concat(Encoding.UTF8.GetBytes("—“ö”😀\0")).Concat(new byte[] { 0xE2, 0x80 }).ToArray();
        await Within.Seconds(shell.WriteAsync(sent, default));

        Assert.Equal(sent, await ReadExactlyAsync(shell, sent.Length));
    }

    [Fact]
    public async Task Output_ReadInOddPieces_IsComplete()
    {
        await using var shell = await OpenRawEchoAsync();
        var sent = RandomNumberGenerator.GetBytes(256 * 1024);
        sent.AsSpan().Replace((byte)4, (byte)5);

        var writing = shell.WriteAsync(sent, default).AsTask();
        var received = await ReadExactlyAsync(shell, sent.Length, pieces: [1, 7, 4096, 3, 65536]);
        await Within.Seconds(writing);

        Assert.Equal(sent, received);
    }

    [Fact]
    public async Task Read_Cancelled_LosesNothing()
    {
        await using var shell = await OpenRawEchoAsync();
        using var cancellation = new CancellationTokenSource();

        var reading = shell.ReadAsync(new byte[16], cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Within.Seconds(reading));
        await Within.Seconds(shell.WriteAsync("still here"u8.ToArray(), default));

        Assert.Equal("still here"u8.ToArray(), await ReadExactlyAsync(shell, 10));
    }

    [Fact]
    public async Task Read_WithAnEmptyBuffer_WaitsForOutputAndTakesNone()
    {
        await using var shell = await OpenRawEchoAsync();

        var waiting = shell.ReadAsync(Memory<byte>.Empty, default).AsTask();
        Assert.False(waiting.IsCompleted);
        await Within.Seconds(shell.WriteAsync("all of it"u8.ToArray(), default));
        await Within.Seconds(waiting);
        await Within.Seconds(shell.ReadAsync(Memory<byte>.Empty, default));

        Assert.Equal("all of it"u8.ToArray(), await ReadExactlyAsync(shell, 9));
    }

    [Fact]
    public async Task Dispose_EndsTheShellAndItsOutput()
    {
        var shell = await OpenRawEchoAsync();
        var reading = shell.ReadAsync(new byte[16], default).AsTask();

        await Within.Seconds(shell.DisposeAsync());

        Assert.Equal(0, await Within.Seconds(reading));
        Assert.Equal(ShellEndReason.Disposed, (await Within.Seconds(shell.Ended)).Reason);
        await Within.Seconds(shell.DisposeAsync());
    }

    [Fact]
    public async Task Write_AfterTheEnd_IsANamedError()
    {
        var shell = await OpenRawEchoAsync();
        await Within.Seconds(shell.DisposeAsync());

        var error = await Assert.ThrowsAsync<ShellException>(() => Within.Seconds(shell.WriteAsync("x"u8.ToArray(), default)));

        Assert.Equal(ShellFailureReason.ConnectionLost, error.Failure.Reason);
        await Within.Seconds(shell.ResizeAsync(new TerminalSize(90, 30), default));
    }

    [Fact]
    public async Task Write_WhileNobodyReads_WaitsAndCanBeCancelled()
    {
        await using var shell = await OpenRawEchoAsync();
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            for (var sent = 0; sent < 64; sent++)
            {
                await shell.WriteAsync(new byte[1024 * 1024], cancellation.Token);
            }
        });
    }

    /// <summary>A shell that echoes what is typed, in whatever way.</summary>
    protected abstract Task<IShell> OpenAsync();

    /// <summary>A shell that gives back exactly the bytes it gets.</summary>
    protected abstract Task<IShell> OpenRawEchoAsync();

    protected static async Task<byte[]> ReadExactlyAsync(IShell shell, int count, params int[] pieces)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        var received = new byte[count];
        for (int at = 0, turn = 0; at < count; turn++)
        {
            var piece = pieces.Length == 0 ? count : pieces[turn % pieces.Length];
            var read = await shell.ReadAsync(received.AsMemory(at, Math.Min(piece, count - at)), limit.Token);
            Assert.NotEqual(0, read);
            at += read;
        }

        return received;
    }
}

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
    public async Task OutputBeforeTheEnd_IsReadableAfterIt()
    {
        var (lease, shell) = await _bench.ConnectAsync();

        shell.Print("bye"u8.ToArray());
        shell.End(new ShellEnd(ShellEndReason.Exited, ExitStatus: 3));
        var end = await Within.Seconds(lease.Session.Ended);

        Assert.Equal(SessionEndReason.ShellExited, end.Reason);
        Assert.Equal(3, end.ExitStatus);
        Assert.Equal("The shell ended with exit status 3.", end.Message);
        Assert.Equal("bye", await ReadAsync(lease, 0));
        Assert.True((await Within.Seconds(lease.ReadAsync(3, 100, default))).IsEmpty);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    private static async Task<string> ReadAsync(ShellLease lease, long offset) =>
        Encoding.UTF8.GetString((await Within.Seconds(lease.ReadAsync(offset, 1000, default))).Data.Span);
}

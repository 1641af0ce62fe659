using System.Diagnostics;
using WebShell.Core.Shells;
using WebShell.Tests.Support;
using WebShell.Tests.Support.SshServers;

namespace WebShell.Tests.Ssh;

/// <summary>A machine that goes away or freezes ends the shell with its reason.</summary>
[Collection(Support.SshServers.SshServers.Name)]
public sealed class ConnectionLossTests
{
    [Fact]
    public async Task Machine_DroppingTheConnection_EndsTheShell()
    {
        await using var server = await OpenSshServer.StartNewAsync();
        await using var portal = new SshPortal().Trusting(server);
        await using var shell = await portal.OpenAsync(server.Request());
        await new ShellScript(shell).RunAsync("true");

        await server.StopAsync();

        var end = await Within.Seconds(shell.Ended);
        Assert.Contains(end.Reason, new[] { ShellEndReason.ConnectionClosed, ShellEndReason.ConnectionLost });
        var error = await Assert.ThrowsAsync<ShellException>(() => Within.Seconds(shell.WriteAsync("x"u8.ToArray(), default)));
        Assert.Equal(ShellFailureReason.ConnectionLost, error.Failure.Reason);
    }

    [Fact]
    public async Task Machine_Frozen_IsGivenUpByKeepalive_WhileItsNeighbourLives()
    {
        await using var frozen = await OpenSshServer.StartNewAsync(name: "vm-frozen");
        await using var living = await OpenSshServer.StartNewAsync(name: "vm-living");
        await using var portal = new SshPortal(options =>
        {
            options.KeepaliveInterval = TimeSpan.FromMilliseconds(400);
            options.KeepaliveTimeout = TimeSpan.FromSeconds(2);
            options.Loops = 1;
        }).Trusting(living).Trusting(frozen);
        portal.Credentials.Set("living", new WebShell.Core.Credentials.PrivateKeyCredential(living.UserKey, null));
        await using var shell = await portal.OpenAsync(frozen.Request());
        await using var neighbour = await portal.OpenAsync(living.Request("living"));
        var sshd = await new ShellScript(shell).RunAsync("echo $PPID");
        var parent = int.Parse(sshd);

        Signal("STOP", parent);
        try
        {
            var clock = Stopwatch.StartNew();
            var end = await Within.Seconds(shell.Ended);

            Assert.Equal(ShellEndReason.KeepaliveTimeout, end.Reason);
            Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(6));
            Assert.False(neighbour.Ended.IsCompleted);
            await new ShellScript(neighbour).RunAsync("true");
        }
        finally
        {
            Signal("CONT", parent);
        }
    }

    [Fact]
    public async Task Shell_ThatNobodyReads_IsNotTakenForDead()
    {
        await using var server = await OpenSshServer.StartNewAsync();
        await using var portal = new SshPortal(options =>
        {
            options.KeepaliveInterval = TimeSpan.FromMilliseconds(200);
            options.KeepaliveTimeout = TimeSpan.FromMilliseconds(800);
        }).Trusting(server);
        await using var shell = await portal.OpenAsync(server.Request());
        var script = new ShellScript(shell);
        await script.TypeAsync("yes\n");
        await script.ExpectAsync("y\r\ny\r\n");

        await Task.Delay(TimeSpan.FromSeconds(2));

        Assert.False(shell.Ended.IsCompleted);
        await script.ExpectAsync("y\r\ny\r\n");
    }

    private static void Signal(string name, int pid)
    {
        using var kill = Process.Start("kill", [$"-{name}", pid.ToString()]);
        kill.WaitForExit();
    }
}

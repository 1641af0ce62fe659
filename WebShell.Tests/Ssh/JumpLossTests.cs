using System.Diagnostics;
using WebShell.Core.Shells;
using WebShell.Tests.Support;
using WebShell.Tests.Support.SshServers;

namespace WebShell.Tests.Ssh;

/// <summary>A machine of the way that goes away or freezes ends the shell, and the reason says which one it was.</summary>
[Collection(Support.SshServers.SshServers.Name)]
public sealed class JumpLossTests
{
    [Theory]
    [InlineData("gate", "gate")]
    [InlineData("middle", "middle")]
    [InlineData("vault", null)]
    public async Task Machine_DroppingTheConnection_EndsTheShellByItsName(string dropping, string? hop)
    {
        await using var way = await Way.StartAsync();
        await using var portal = way.NewPortal();
        await using var shell = await portal.OpenAsync(way.Request);
        await new ShellScript(shell).RunAsync("true");

        await way.Find(dropping).StopAsync();

        var end = await Within.Seconds(shell.Ended);
        Assert.Equal(hop, end.Hop);
        Assert.Contains(end.Reason, new[] { ShellEndReason.ConnectionClosed, ShellEndReason.ConnectionLost });
    }

    [Theory]
    [InlineData("gate", "gate")]
    [InlineData("vault", null)]
    public async Task Machine_Frozen_IsGivenUpByItsName(string freezing, string? hop)
    {
        await using var way = await Way.StartAsync();
        await using var portal = way.NewPortal(options =>
        {
            options.KeepaliveInterval = TimeSpan.FromMilliseconds(500);
            options.KeepaliveTimeout = TimeSpan.FromSeconds(3);
        });
        await using var shell = await portal.OpenAsync(way.Request);
        await new ShellScript(shell).RunAsync("true");
        var frozen = Children(way.Find(freezing).Pid);

        Signal("STOP", frozen);
        try
        {
            var end = await Within.Seconds(shell.Ended);

            Assert.Equal((ShellEndReason.KeepaliveTimeout, hop), (end.Reason, end.Hop));
        }
        finally
        {
            Signal("CONT", frozen);
        }
    }

    [Fact]
    public async Task Jump_DroppingTheConnectionWhileThePersonThinks_WithdrawsTheQuestionAndIsNamed()
    {
        await using var way = await Way.StartAsync();
        await using var portal = way.NewPortal();
        File.Delete(portal.KnownHostsFile);
        portal.HostKeys.Pin("gate", way.Find("gate").HostKey, "test");
        portal.HostKeys.Pin("middle", way.Find("middle").HostKey, "test");
        var person = new Person { Thinks = Task.Delay(Timeout.Infinite) };
        var failing = portal.FailAsync(way.Request, person);
        await Within.Seconds(person.Asked.Task);

        await way.Find("gate").StopAsync();

        var failure = await failing;
        Assert.Equal((ShellFailureReason.ConnectionLost, "gate", ShellOpeningStep.HostKey), (failure.Reason, failure.Hop, failure.Step));
    }

    // sshd has one process for each connection, and another one of the signed-in user below it.
    private static int[] Children(int pid)
    {
        int[] direct = [.. Directory.GetDirectories($"/proc/{pid}/task").SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(int.Parse)];
        return [.. direct, .. direct.SelectMany(Children)];
    }

    private static void Signal(string name, int[] pids)
    {
        using var kill = Process.Start("kill", [$"-{name}", .. pids.Select(pid => pid.ToString())]);
        kill.WaitForExit();
    }

    /// <summary>Servers that a test may break: <c>gate → middle → vault</c>.</summary>
    private sealed class Way(OpenSshServer[] servers) : IAsyncDisposable
    {
        public ShellRequest Request => JumpChain.Through(servers);

        public static async Task<Way> StartAsync() =>
            new(await Task.WhenAll(OpenSshServer.StartNewAsync(name: "gate"), OpenSshServer.StartNewAsync(name: "middle"), OpenSshServer.StartNewAsync(name: "vault")));

        public OpenSshServer Find(string name) => servers.Single(server => server.Name == name);

        public SshPortal NewPortal(Action<WebShell.Core.Ssh.SshOptions>? configure = null)
        {
            var portal = new SshPortal(configure);
            Array.ForEach(servers, server => JumpChain.Trust(portal, server));
            return portal;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var server in servers)
            {
                await server.DisposeAsync();
            }
        }
    }
}

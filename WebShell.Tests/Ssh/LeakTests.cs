using WebShell.Core.Credentials;
using WebShell.Core.Shells;
using WebShell.Tests.Support.SshServers;

namespace WebShell.Tests.Ssh;

/// <summary>Hundreds of connections, good and bad, leave no thread, descriptor or memory behind.</summary>
[Collection(Support.SshServers.SshServers.Name)]
public sealed class LeakTests(SshFixture ssh, JumpChain chain) : IClassFixture<JumpChain>
{
    private const int Cycles = 300;
    private const int AtOnce = 4;

    [Fact]
    public async Task Shells_OpenedAndClosed300Times_LeaveNothing() => await AssertFlatAsync(ssh.Portal, async _ =>
    {
        await using var shell = await ssh.Portal.OpenAsync(ssh.OpenSsh.Request());
        await shell.WriteAsync("x"u8.ToArray(), default);
    });

    [Fact]
    public async Task Attempts_FailingInEveryWay300Times_LeaveNothing()
    {
        await using var portal = new SshPortal(options => options.FailedSignInsBeforePause = 100).Trusting(ssh.OpenSsh);
        portal.Credentials.Set("wrong", new PrivateKeyCredential(ssh.Dropbear.UserKey, null));
        portal.HostKeys.Pin("vm-changed", ssh.Dropbear.HostKey, "test");
        await using var broken = new TcpServer("SSH-2.0-broken\r\n", hangsUp: true);
        var request = ssh.OpenSsh.Request();
        (ShellRequest Request, ShellFailureReason Reason)[] ways =
        [
            (request with { Port = ServerProcess.FreePort() }, ShellFailureReason.ConnectionRefused),
            (request with { VmName = "vm-changed" }, ShellFailureReason.HostKeyChanged),
            (request with { Credential = "wrong" }, ShellFailureReason.AuthenticationFailed),
            (request with { Port = broken.Port }, ShellFailureReason.ConnectionLost),
        ];

        await AssertFlatAsync(portal, async i =>
        {
            var (failing, reason) = ways[i % ways.Length];
            Assert.Equal(reason, (await portal.FailAsync(failing)).Reason);
        });
    }

    [Fact]
    public async Task Shells_ThroughAJump_OpenedAndEndedInEveryWay150Times_LeaveNothing()
    {
        await using var portal = chain.NewPortal(options => options.FailedSignInsBeforePause = 100);
        portal.Credentials.Set("wrong", new PrivateKeyCredential(ssh.Dropbear.UserKey, null));
        var request = JumpChain.Through(chain.Gate, chain.Vault);
        var closed = request with { Port = ServerProcess.FreePort() };

        await AssertFlatAsync(portal, cycles: 150, cycle: async i =>
        {
            switch (i % 5)
            {
                case 0:
                    Assert.Equal(ShellFailureReason.ConnectionRefused, (await portal.FailAsync(closed)).Reason);
                    break;
                case 1:
                    Assert.Equal(ShellFailureReason.AuthenticationFailed, (await portal.FailAsync(request with { Credential = "wrong" })).Reason);
                    break;
                case 2:
                    await using (var exiting = await portal.OpenAsync(request))
                    {
                        var script = new ShellScript(exiting);
                        await script.RunAsync("true");
                        await script.TypeAsync("exit\n");
                        await Support.Within.Seconds(exiting.Ended);
                    }

                    break;
                default:
                    await using (var shell = await portal.OpenAsync(request))
                    {
                        await shell.WriteAsync("x"u8.ToArray(), default);
                    }

                    break;
            }
        });
    }

    private static async Task AssertFlatAsync(SshPortal portal, Func<int, Task> cycle, int cycles = Cycles)
    {
        // The first ones fill pools, start loops and load libraries.
        await RepeatAsync(40, cycle);
        var before = await FootprintAsync();

        await RepeatAsync(cycles, cycle);

        var after = await FootprintAsync();
        Assert.InRange(after.Descriptors - before.Descriptors, int.MinValue, 4);
        Assert.InRange(after.Threads - before.Threads, int.MinValue, 6);
        Assert.InRange(after.ManagedBytes - before.ManagedBytes, long.MinValue, 2 * 1024 * 1024);
        Assert.InRange(after.ResidentBytes - before.ResidentBytes, long.MinValue, 20 * 1024 * 1024);
        Assert.NotNull(portal);
    }

    private static Task RepeatAsync(int count, Func<int, Task> cycle) => Parallel.ForEachAsync(
        Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) => await cycle(i));

    private static async Task<(int Descriptors, int Threads, long ManagedBytes, long ResidentBytes)> FootprintAsync()
    {
        // What a closed connection still does on other threads (the pool's) is over soon; descriptors say when.
        await Task.Delay(TimeSpan.FromMilliseconds(300));
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return (
            Directory.GetFileSystemEntries("/proc/self/fd").Length,
            Directory.GetDirectories("/proc/self/task").Length,
            GC.GetTotalMemory(forceFullCollection: true),
            Environment.WorkingSet);
    }
}

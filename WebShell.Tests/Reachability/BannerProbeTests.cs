using System.Net.Sockets;
using Microsoft.Extensions.Options;
using WebShell.Core.Inventory;
using WebShell.Core.Reachability;
using WebShell.Core.Ssh;
using WebShell.Tests.Support;
using WebShell.Tests.Support.SshServers;

namespace WebShell.Tests.Reachability;

public sealed class BannerProbeTests
{
    [Fact]
    public async Task Probe_ARealSshd_IsReachable_AndSshdHoldsNothingOpen()
    {
        await using var server = await OpenSshServer.StartNewAsync("LogLevel VERBOSE");

        var reach = await ProbeAsync(server.Port);

        Assert.Equal(ReachState.Reachable, reach.State);
        Assert.Matches(@"\AReachable, \d+ ms\z", reach.Words);
        Assert.Equal(reach.CheckedAt, reach.LastSeen);
        var log = await LogWithAsync(server, "Connection closed by");
        Assert.DoesNotContain("Did not receive identification string", log, StringComparison.Ordinal);
        Assert.DoesNotContain("Timeout before authentication", log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", "Not SSH: HTTP answered")]
    [InlineData("220 mail ready\r\n", "Not SSH: something else answered")]
    [InlineData("", "Not SSH: it hung up without a word")]
    public async Task Probe_SomethingElse_SaysWhat(string says, string words)
    {
        await using var server = new TcpServer(says, hangsUp: true);

        var reach = await ProbeAsync(server.Port);

        Assert.Equal((ReachState.NotSsh, words), (reach.State, reach.Words));
        Assert.Null(reach.LastSeen);
    }

    [Fact]
    public async Task Probe_LinesBeforeTheIdentification_AreNoMistake()
    {
        await using var server = new TcpServer("Welcome to the jungle\r\nSSH-2.0-Test\r\n", hangsUp: false);

        Assert.Equal(ReachState.Reachable, (await ProbeAsync(server.Port)).State);
    }

    [Fact]
    public async Task Probe_NobodyAnswers_TimesOut()
    {
        await using var server = new TcpServer("", hangsUp: false);

        var reach = await ProbeAsync(server.Port, timeout: TimeSpan.FromSeconds(0.5));

        Assert.Equal((ReachState.TimedOut, "Timed out after 0.5 s"), (reach.State, reach.Words));
    }

    [Fact]
    public async Task Probe_NobodyListens_IsRefused()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        var port = ((System.Net.IPEndPoint)listener.LocalEndPoint!).Port;

        Assert.Equal((ReachState.Refused, $"Refused, port {port}"), (await ProbeAsync(port)) is var reach ? (reach.State, reach.Words) : default);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("224.0.0.1")]
    public async Task Probe_AnAddressThatNoShellMayDial_IsNotDialled(string address)
    {
        var reach = await Probe().ProbeAsync(Machine(22) with { Address = address, AllowLoopback = false }, CancellationToken.None);

        Assert.Equal((ReachState.AddressDenied, "Address not allowed"), (reach.State, reach.Words));
    }

    [Fact]
    public async Task Probe_TheFirstAddressRefuses_TheNextIsTried()
    {
        await using var server = new TcpServer("SSH-2.0-Test\r\n", hangsUp: false);

        var reach = await Probe(names: ["127.0.0.2", "127.0.0.1"]).ProbeAsync(Machine(server.Port) with { Address = "vm-1.example" }, CancellationToken.None);

        Assert.Equal(ReachState.Reachable, reach.State);
    }

    [Fact]
    public async Task Probe_TheFirstThatTakesTheConnection_Decides_AndNoOtherIsConnectedTo()
    {
        await using var http = new TcpServer("HTTP/1.1 400 Bad Request\r\n\r\n", hangsUp: true);
        await using var ssh = new TcpServer("SSH-2.0-Test\r\n", hangsUp: false, "127.0.0.2", http.Port);

        var reach = await Probe(names: ["127.0.0.1", "127.0.0.2"]).ProbeAsync(Machine(http.Port) with { Address = "vm-1.example" }, CancellationToken.None);

        Assert.Equal((ReachState.NotSsh, 0), (reach.State, ssh.Accepted));
    }

    [Fact]
    public async Task Probe_NoAddressAnswers_SaysEachReasonOnce()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Any, 0));
        var port = ((System.Net.IPEndPoint)listener.LocalEndPoint!).Port;

        var reach = await Probe(names: ["127.0.0.2", "127.0.0.1"]).ProbeAsync(Machine(port) with { Address = "vm-1.example" }, CancellationToken.None);

        Assert.Equal((ReachState.Refused, $"Refused, port {port}"), (reach.State, reach.Words));
    }

    [Fact]
    public async Task Probe_ANameThatHasNoAddress_SaysSo()
    {
        var reach = await Probe(names: []).ProbeAsync(Machine(22) with { Address = "nobody.example" }, CancellationToken.None);

        Assert.Equal((ReachState.NoSuchHost, "No host named nobody.example"), (reach.State, reach.Words));
    }

    private static Vm Machine(int port) => new() { Name = "vm-1", Address = "127.0.0.1", Port = port, Logins = ["root"], AllowLoopback = true };

    private static BannerProbe Probe(TimeSpan? timeout = null, string[]? names = null)
    {
        var ssh = Options.Create(new SshOptions());
        return new BannerProbe(
            new TargetResolver(new FixedNames(names ?? ["127.0.0.1"]), new AddressPolicy(ssh), ssh),
            Options.Create(new ReachabilityOptions { Timeout = timeout ?? TimeSpan.FromSeconds(30) }), TimeProvider.System);
    }

    private static Task<Reach> ProbeAsync(int port, TimeSpan? timeout = null) => Probe(timeout).ProbeAsync(Machine(port), CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));

    private static async Task<string> LogWithAsync(OpenSshServer server, string line)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var log = File.Exists(server.LogFile) ? await File.ReadAllTextAsync(server.LogFile, limit.Token) : "";
            if (log.Contains(line, StringComparison.Ordinal))
            {
                return log;
            }

            await Task.Delay(50, limit.Token);
        }
    }
}

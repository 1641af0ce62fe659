using System.Diagnostics;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using WebShell.App;
using WebShell.App.Demo;
using WebShell.App.Operations;
using WebShell.Core.Inventory;

namespace WebShell.Tests.Demo;

public sealed partial class DemoFleetTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("webshell fleet '").FullName;

    [Fact]
    public async Task Fleet_OfAStartedPortal_IsListedPinnedAndReached()
    {
        await using var portal = PortalProcess.Start(_data);
        await portal.ReadyAsync();

        Assert.Equal(["bastion", "db-01", "vault-01", "web-01", "web-02"], Directory.GetDirectories(Path.Combine(_data, "fleet")).Select(Path.GetFileName).Order());
        var pins = await File.ReadAllLinesAsync(Path.Combine(_data, "known_hosts"));
        foreach (var name in new[] { "bastion", "db-01", "vault-01", "web-01", "web-02" })
        {
            var key = (await File.ReadAllTextAsync(Path.Combine(_data, "fleet", name, "host_key.pub"))).Split(' ')[1];
            Assert.Contains(pins, pin => pin.StartsWith($"{name} ssh-ed25519 {key}", StringComparison.Ordinal));
            Assert.Equal($"{name} {Path.Combine(_data, "fleet", name, "home")}", await SshAsync(name, "echo $HOSTNAME $HOME"));
        }
    }

    [Fact]
    public async Task Machine_AsRoot_HasAHostNameAndProcessesOfItsOwn()
    {
        if (!Environment.IsPrivilegedProcess || !await CanIsolateAsync())
        {
            return;
        }

        await using var portal = PortalProcess.Start(_data);
        await portal.ReadyAsync();

        Assert.Equal("db-01", await SshAsync("db-01", "hostname"));
        Assert.DoesNotContain("WebShell.App", await SshAsync("db-01", "cat /proc/[0-9]*/cmdline | tr '\\0' ' '"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Vault_AsRoot_HasANetworkThatOnlyTheBastionIsIn()
    {
        if (!Environment.IsPrivilegedProcess || !await CanIsolateAsync())
        {
            return;
        }

        await using var portal = PortalProcess.Start(_data);
        await portal.ReadyAsync();

        using var client = new TcpClient();
        var port = await PortAsync("vault-01");
        await Assert.ThrowsAsync<SocketException>(() => client.ConnectAsync("127.0.0.1", port));
        Assert.Equal("vault-01", await SshAsync("vault-01", "hostname"));
        Assert.DoesNotContain("eth", await SshAsync("bastion", "cat /proc/net/dev"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Machine_ForwardsOnlyWhereItIsABastion()
    {
        await using var portal = PortalProcess.Start(_data);
        await portal.ReadyAsync();

        Assert.Contains("AllowTcpForwarding yes", await ConfigurationAsync("bastion"), StringComparison.Ordinal);
        Assert.Contains("AllowTcpForwarding no", await ConfigurationAsync("web-01"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Machine_WithAnotherKeyOrAPassword_LetsNobodyIn()
    {
        await using var portal = PortalProcess.Start(_data);
        await portal.ReadyAsync();
        var stranger = Path.Combine(_data, "stranger");
        Process.Start("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", stranger])!.WaitForExit();

        var said = await SshAsync("web-01", "id", stranger);

        Assert.Contains("Permission denied (publickey)", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TERM", 0)]
    [InlineData("INT", 0)]
    [InlineData("KILL", 137)]
    public async Task Fleet_WhenThePortalEnds_EndsWithEverythingStartedInIt(string signal, int exitCode)
    {
        await using var portal = PortalProcess.Start(_data);
        await portal.ReadyAsync();
        var port = await PortAsync("web-01");
        await SshAsync("web-01", "setsid nohup sleep 3600 > /dev/null 2>&1 < /dev/null & nohup sleep 3601 > /dev/null 2>&1 < /dev/null &");
        Assert.Contains(PortalProcess.ProcessesOf(_data), line => line.Contains("sleep 3600", StringComparison.Ordinal));

        portal.Signal(signal);

        Assert.Equal(exitCode, await portal.ExitCodeAsync());
        Assert.Empty(await PortalProcess.LeftOverAsync(_data));
        using var client = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(() => client.ConnectAsync("127.0.0.1", port));
    }

    [Fact]
    public async Task Fleet_OfTheNextStart_HasTheSameHostKeys()
    {
        var first = await StartAndReadAsync();
        var second = await StartAndReadAsync();

        Assert.Equal(first, second);
    }

    [Fact]
    public async Task Fleet_SwitchedOffOrWithAnInventory_DoesNotStart()
    {
        var inventory = Path.Combine(_data, "machines.yaml");
        await File.WriteAllTextAsync(inventory, "machines: []\n");

        foreach (var option in new[] { "--no-demo", $"--WebShell:Inventory:File={inventory}" })
        {
            await using var app = Portal.Build(["--port", "0", "--data", _data, "--environment", "Development", option]);
            Assert.DoesNotContain(app.Services.GetServices<IInventorySource>(), source => source.Name == "demo fleet");
        }
    }

    [Fact]
    public void Program_ThatIsNotInstalled_IsNamedWithItsPackage()
    {
        var mistake = Assert.Throws<StartMistakeException>(() => DemoPrograms.Find("no-such-sshd", "openssh-server"));

        Assert.Equal("The demo fleet needs 'no-such-sshd': install the package openssh-server, or start with --no-demo.", mistake.Message);
        Assert.Equal([mistake.Message], StartMistakes.Of(mistake));
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private async Task<string> StartAndReadAsync()
    {
        await using var portal = PortalProcess.Start(_data);
        await portal.ReadyAsync();
        portal.Signal("TERM");
        await portal.ExitCodeAsync();
        return string.Concat(Directory.GetDirectories(Path.Combine(_data, "fleet")).Order().Select(folder => File.ReadAllText(Path.Combine(folder, "host_key.pub"))));
    }

    private async Task<string> SshAsync(string name, string command, string? key = null)
    {
        string[] options =
        [
            "-F", "none", "-i", key ?? Path.Combine(_data, "fleet", "user_key"), "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes", "-o", "ConnectTimeout=10",
            "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR",
        ];
        string[] way = name != "vault-01" ? []
            : ["-o", $"ProxyCommand=ssh {string.Join(' ', options.Select(Quoted))} -W %h:%p -p {await PortAsync("bastion")} {Environment.UserName}@127.0.0.1"];
        var start = new ProcessStartInfo("ssh", [.. options, .. way, "-p", $"{await PortAsync(name)}", $"{Environment.UserName}@127.0.0.1", command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return (output + await errors).Trim();
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private Task<string> ConfigurationAsync(string name) => File.ReadAllTextAsync(Path.Combine(_data, "fleet", name, "sshd_config"));

    private async Task<int> PortAsync(string name) =>
        int.Parse(PortLine().Match(await ConfigurationAsync(name)).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<bool> CanIsolateAsync()
    {
        using var process = Process.Start("unshare", ["--uts", "--pid", "--net", "--fork", "--mount-proc", "--", "mount", "-t", "sysfs", "sysfs", "/sys"])!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }

    [GeneratedRegex(@"^Port (\d+)$", RegexOptions.Multiline)]
    private static partial Regex PortLine();
}

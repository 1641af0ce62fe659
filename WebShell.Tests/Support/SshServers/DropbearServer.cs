using System.Diagnostics;

namespace WebShell.Tests.Support.SshServers;

/// <summary>Dropbear (package dropbear-bin). It looks for authorized keys in the login's home only: see <see cref="TestLogin.AuthorizeAsync"/>.</summary>
internal sealed class DropbearServer : SshServer
{
    public static async Task<DropbearServer> StartNewAsync()
    {
        var server = new DropbearServer { Name = "vm-2" };
        await server.StartAsync();
        return server;
    }

    public override async Task MakeHostKeyAsync()
    {
        File.Delete(HostKeyFile);
        await ServerProcess.RunAsync("dropbearkey", "dropbear-bin", "-t", "ed25519", "-f", HostKeyFile);
        using var show = Process.Start(new ProcessStartInfo("dropbearkey", ["-y", "-f", HostKeyFile]) { RedirectStandardOutput = true })!;
        var text = await show.StandardOutput.ReadToEndAsync();
        await show.WaitForExitAsync();
        HostKey = WebShell.Core.Ssh.HostKeys.HostKey.Parse(text.Split('\n').First(line => line.StartsWith("ssh-ed25519", StringComparison.Ordinal)).Split(' ')[1]);
    }

    protected override async Task<ServerProcess?> LaunchAsync() => await ServerProcess.StartAsync(
        "dropbear", "dropbear-bin", ["-F", "-E", "-s", "-r", HostKeyFile, "-p", $"127.0.0.1:{Port}"], Port);
}

using System.Diagnostics;

namespace WebShell.Tests.Support.SshServers;

/// <summary>
/// TinySSH (package tinysshd): one process for each connection, which it gets as its input and output, so something else listens (the
/// demo fleet's listen.pl). It takes ed25519 keys only, from the login's home: see <see cref="TestLogin.AuthorizeAsync"/>.
/// </summary>
internal sealed class TinySshServer : SshServer
{
    private string KeyDirectory => Path.Combine(Directory, "keys");

    public static async Task<TinySshServer> StartNewAsync()
    {
        var server = new TinySshServer { Name = "vm-3" };
        await server.StartAsync();
        return server;
    }

    public override async Task MakeHostKeyAsync()
    {
        if (System.IO.Directory.Exists(KeyDirectory))
        {
            System.IO.Directory.Delete(KeyDirectory, recursive: true);
        }

        await ServerProcess.RunAsync("tinysshd-makekey", "tinysshd", "-q", KeyDirectory);
        using var show = Process.Start(new ProcessStartInfo("tinysshd-printkey", [KeyDirectory]) { RedirectStandardOutput = true })!;
        var text = await show.StandardOutput.ReadToEndAsync();
        await show.WaitForExitAsync();
        HostKey = WebShell.Core.Ssh.HostKeys.HostKey.Parse(text.Trim().Split(' ')[1]);
    }

    protected override async Task<ServerProcess?> LaunchAsync() => await ServerProcess.StartAsync(
        "perl", "perl-base", [Path.Combine(AppContext.BaseDirectory, "Demo", "listen.pl"), $"{Port}", "tinysshd", KeyDirectory], Port);
}

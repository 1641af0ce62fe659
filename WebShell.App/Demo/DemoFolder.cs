using System.Text;

namespace WebShell.App.Demo;

/// <summary>
/// A demo machine's folder: host key (kept between runs), home, and the configuration of its server, which is written anew by
/// every start. The server listens on loopback and takes the fleet's one key for the one user who runs the portal.
/// </summary>
internal sealed class DemoFolder(string path, DemoMachine machine)
{
    private static readonly string Scripts = System.IO.Path.Combine(AppContext.BaseDirectory, "Demo");

    public string Path => path;

    public string HostKey => File("host_key");

    public string Log => File("sshd.log");

    private string Home => File("home");

    /// <summary>Writes what is missing and the configuration for this start.</summary>
    public void Prepare(int port, string login, string mark, string authorizedKeys, string? sftpServer)
    {
        Directory.CreateDirectory(Home);
        WriteOnce(System.IO.Path.Combine(Home, ".bashrc"), System.IO.File.ReadAllText(System.IO.Path.Combine(Scripts, "bashrc.sh")));
        WriteOnce(System.IO.Path.Combine(Home, ".motd"), Motd());
        System.IO.File.WriteAllText(File("sshd_config"), Configuration(port, login, mark, authorizedKeys, sftpServer));
        System.IO.File.Delete(Log);
    }

    private string Motd() =>
        $"\e[2m{machine.Name} · env={machine.Environment} role={machine.Role} site={machine.Site} · "
        + $"a demo machine of WebShell, {(machine.Jump is null ? "on this computer's loopback" : $"behind {machine.Jump}")}: it ends with the portal\e[0m\n";

    // A forced command, so that the home is the machine's own without an account of its own; scp, sftp and commands run through it too.
    private string Configuration(int port, string login, string mark, string authorizedKeys, string? sftpServer) => $"""
        # Written by the demo fleet at every start.{(machine.Jump is null ? "" : $"\n# Behind {machine.Jump}: see fleet.sh.")}
        Port {port}
        ListenAddress 127.0.0.1
        HostKey {Quoted(HostKey)}
        PidFile none
        AllowUsers {login}
        PermitRootLogin prohibit-password
        AuthenticationMethods publickey
        AuthorizedKeysFile {Quoted(authorizedKeys.Replace("%", "%%", StringComparison.Ordinal))}
        PasswordAuthentication no
        KbdInteractiveAuthentication no
        HostbasedAuthentication no
        UsePAM no
        StrictModes no
        UseDNS no
        PrintMotd no
        PrintLastLog no
        PermitUserEnvironment no
        AllowTcpForwarding {(machine.IsBastion ? "yes" : "no")}
        AllowStreamLocalForwarding no
        AllowAgentForwarding no
        GatewayPorts no
        PermitTunnel no
        X11Forwarding no
        MaxStartups 200:30:400
        MaxSessions 100
        AcceptEnv LANG LC_*
        # SHLVL keeps Debian's bash from reading the user's own ~/.bashrc first.
        SetEnv WEBSHELL_FLEET={mark} SHLVL=1
        {(sftpServer is null ? "# no sftp-server on this computer" : $"Subsystem sftp {sftpServer}")}
        ForceCommand exec /bin/bash {ShellQuoted(System.IO.Path.Combine(Scripts, "login.sh"))} {machine.Name} {ShellQuoted(Home)}

        """;

    private string File(string name) => System.IO.Path.Combine(path, name);

    private static void WriteOnce(string file, string text)
    {
        if (!System.IO.File.Exists(file))
        {
            System.IO.File.WriteAllText(file, text);
        }
    }

    private static string Quoted(string value) =>
        new StringBuilder("\"").Append(value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"').ToString();

    private static string ShellQuoted(string value) => $"'{value.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}

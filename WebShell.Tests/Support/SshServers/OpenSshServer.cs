namespace WebShell.Tests.Support.SshServers;

/// <summary>OpenSSH's sshd (package openssh-server).</summary>
internal sealed class OpenSshServer : SshServer
{
    /// <summary>The program, or a link to it: PAM knows sshd by the name it was called by.</summary>
    public string Program { get; init; } = "/usr/sbin/sshd";

    /// <summary>Lines of sshd_config; they come first, and the first word on a matter counts.</summary>
    public string Configuration { get; init; } = "";

    public string HostKeyType { get; set; } = "ed25519";

    public string LogFile => Path.Combine(Directory, "sshd.log");

    public string AuthorizedKeysFile => Path.Combine(Directory, "authorized_keys");

    public static async Task<OpenSshServer> StartNewAsync(string configuration = "", string name = "vm-1")
    {
        var server = new OpenSshServer { Configuration = configuration, Name = name };
        await server.StartAsync();
        return server;
    }

    public override async Task MakeHostKeyAsync()
    {
        File.Delete(HostKeyFile);
        File.Delete(HostKeyFile + ".pub");
        await ServerProcess.RunAsync("ssh-keygen", "openssh-client", "-q", "-t", HostKeyType, "-N", "", "-f", HostKeyFile);
        HostKey = ReadPublicKey(HostKeyFile + ".pub");
    }

    protected override async Task<ServerProcess?> LaunchAsync()
    {
        if (Environment.UserName == "root")
        {
            // Where sshd separates its privileges; it refuses to start without.
            System.IO.Directory.CreateDirectory("/run/sshd");
        }

        if (!File.Exists(AuthorizedKeysFile))
        {
            File.Copy(UserKeyFile + ".pub", AuthorizedKeysFile);
        }

        // sshd reads authorized keys as the user who signs in.
        File.SetUnixFileMode(Directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        var config = Path.Combine(Directory, "sshd_config");
        await File.WriteAllTextAsync(config, $"""
            {Configuration}
            ListenAddress 127.0.0.1
            Port {Port}
            HostKey {HostKeyFile}
            PidFile none
            AuthorizedKeysFile {AuthorizedKeysFile}
            StrictModes no
            PermitRootLogin yes
            UseDNS no
            PrintMotd no
            PrintLastLog no
            # No profile of the login is read: what somebody put there is slow, and a shell that is killed in it may leave a lock behind.
            SetEnv HOME={Directory}
            LogLevel DEBUG1
            MaxStartups 200
            UsePAM no
            KbdInteractiveAuthentication no

            """);
        return await ServerProcess.StartAsync(Program, "openssh-server", ["-D", "-f", config, "-E", LogFile], Port);
    }
}

using System.Globalization;

namespace WebShell.Tests.Support.SshServers;

/// <summary>A server of libssh's server half, for what no real sshd does: one connection, served on a thread of its own.</summary>
internal abstract class LibsshHalfServer : SshServer
{
    public override async Task MakeHostKeyAsync()
    {
        await ServerProcess.RunAsync("ssh-keygen", "openssh-client", "-q", "-t", "ed25519", "-N", "", "-f", HostKeyFile);
        HostKey = ReadPublicKey(HostKeyFile + ".pub");
    }

    protected static void Check(int code)
    {
        if (code != LibsshServer.Ok)
        {
            throw new InvalidOperationException($"libssh's server half answered {code}.");
        }
    }

    protected override Task<ServerProcess?> LaunchAsync()
    {
        var bind = LibsshServer.ssh_bind_new();
        Check(LibsshServer.ssh_bind_options_set(bind, LibsshServer.BindAddress, "127.0.0.1"));
        Check(LibsshServer.ssh_bind_options_set(bind, LibsshServer.BindPortText, Port.ToString(CultureInfo.InvariantCulture)));
        Check(LibsshServer.ssh_bind_options_set(bind, LibsshServer.BindHostKey, HostKeyFile));
        Check(LibsshServer.ssh_bind_listen(bind));
        new Thread(() => Serve(bind)) { IsBackground = true }.Start();
        return Task.FromResult<ServerProcess?>(null);
    }

    /// <summary>Accepts the one connection and lives with it; blocks.</summary>
    protected abstract void Serve(nint bind);
}

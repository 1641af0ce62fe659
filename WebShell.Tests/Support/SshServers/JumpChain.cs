using WebShell.Core.Credentials;
using WebShell.Core.Shells;

namespace WebShell.Tests.Support.SshServers;

/// <summary>Four OpenSSH servers in a row, <c>gate → middle → inner → vault</c>, each with a host key, a user key and a stored credential of its own name.</summary>
public sealed class JumpChain : IAsyncLifetime
{
    internal OpenSshServer Gate { get; private set; } = null!;

    internal OpenSshServer Middle { get; private set; } = null!;

    internal OpenSshServer Inner { get; private set; } = null!;

    internal OpenSshServer Vault { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Gate = await OpenSshServer.StartNewAsync(name: "gate");
        Middle = await OpenSshServer.StartNewAsync(name: "middle");
        Inner = await OpenSshServer.StartNewAsync(name: "inner");
        Vault = await OpenSshServer.StartNewAsync("AllowTcpForwarding no", name: "vault");
    }

    public async Task DisposeAsync()
    {
        foreach (var server in new[] { Gate, Middle, Inner, Vault })
        {
            await server.DisposeAsync();
        }
    }

    /// <summary>A portal that has a pin and a key for each of them.</summary>
    internal SshPortal NewPortal(Action<WebShell.Core.Ssh.SshOptions>? configure = null)
    {
        var portal = new SshPortal(configure);
        foreach (var server in new[] { Gate, Middle, Inner, Vault })
        {
            Trust(portal, server);
        }

        return portal;
    }

    internal static void Trust(SshPortal portal, SshServer server)
    {
        portal.HostKeys.Pin(server.Name, server.HostKey, "test");
        portal.Credentials.Set(server.Name, new PrivateKeyCredential(server.UserKey, null));
    }

    /// <summary>To the last one, through those before it.</summary>
    internal static ShellRequest Through(params SshServer[] way) =>
        way[^1].Request(way[^1].Name) with { Way = [.. way[..^1].Select(Hop)] };

    internal static ShellHop Hop(SshServer server) => new(server.Name, "127.0.0.1", server.Port, SshServer.Login, server.Name, AllowLoopback: true);
}

using WebShell.Core.Shells;

namespace WebShell.Tests.Support.SshServers;

/// <summary>One OpenSSH server, one dropbear and one portal side for all SSH tests; whoever breaks a server makes one of its own.</summary>
public sealed class SshFixture : IAsyncLifetime
{
    internal OpenSshServer OpenSsh { get; private set; } = null!;

    internal DropbearServer Dropbear { get; private set; } = null!;

    internal TestLogin Login { get; private set; } = null!;

    internal SshPortal Portal { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        OpenSsh = await OpenSshServer.StartNewAsync();
        Portal = new SshPortal().Trusting(OpenSsh);
        Login = await TestLogin.CreateAsync();
        Dropbear = await DropbearServer.StartNewAsync();
        await Login.AuthorizeAsync(Dropbear.UserKeyFile + ".pub");
        Portal.HostKeys.Pin(Dropbear.Name, Dropbear.HostKey, "test");
        Portal.Credentials.Set("dropbear", new WebShell.Core.Credentials.PrivateKeyCredential(Dropbear.UserKey, null));
    }

    public async Task DisposeAsync()
    {
        await Portal.DisposeAsync();
        await OpenSsh.DisposeAsync();
        await Dropbear.DisposeAsync();
        await Login.DisposeAsync();
    }

    internal ShellRequest OnDropbear() => Dropbear.Request("dropbear") with { Login = Login.Name };
}

/// <summary>The tests with real SSH servers run one class after the other: they measure memory, descriptors and time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SshServers : ICollectionFixture<SshFixture>
{
    public const string Name = "ssh";
}

using Microsoft.Extensions.DependencyInjection;
using WebShell.Core.Credentials.Authority;
using WebShell.Core.Shells;
using WebShell.Tests.Support.SshServers;

namespace WebShell.Tests.Ssh;

/// <summary>Signing in by a certificate of minutes from the portal's own authority, at a real sshd that trusts it and knows no keys.</summary>
[Collection(Support.SshServers.SshServers.Name)]
public sealed class CertificateSignInTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("webshell-ca-").FullName;
    private OpenSshServer _server = null!;

    [Fact]
    public async Task Certificate_OpensAShell_AndTheMachineLogsWhoAndWhichSession()
    {
        await using var portal = Portal();

        await using (var shell = await portal.OpenAsync(Request()))
        {
            Assert.Equal(SshServer.Login, await new ShellScript(shell).RunAsync("whoami"));
        }

        await _server.StopAsync();
        Assert.Contains("ID \"ann/0123abcd\"", await File.ReadAllTextAsync(_server.LogFile), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certificate_PermitsNoForwarding()
    {
        await using var portal = Portal();

        await using var shell = await portal.OpenAsync(Request());

        // sshd says at the sign-in which of its options a certificate leaves.
        await new ShellScript(shell).RunAsync("true");
        await _server.StopAsync();
        Assert.Matches("key options:(?!.*(port-forwarding|agent-forwarding|x11-forwarding)).*pty", await File.ReadAllTextAsync(_server.LogFile));
    }

    [Fact]
    public async Task Certificate_FromAnotherAddress_IsRefused()
    {
        await using var portal = Portal(options => options.SourceAddresses = ["192.0.2.0/24"]);

        Assert.Equal(ShellFailureReason.AuthenticationFailed, (await portal.FailAsync(Request())).Reason);
    }

    [Fact]
    public async Task Authority_ThatIsNotConfigured_IsSaidBeforeAnythingIsTried()
    {
        await using var portal = Portal(options => options.Kind = AuthorityKind.None);

        var failure = await portal.FailAsync(Request());

        Assert.Equal(ShellFailureReason.CredentialUnusable, failure.Reason);
        Assert.Contains("No certificate authority is configured", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_IsKeptSealed_AndIsTheSameAfterARestart()
    {
        string line;
        await using (var portal = Portal())
        {
            line = portal.Get<AuthorityKey>().PublicLine;
        }

        await using var restarted = Portal();
        Assert.Equal(line, restarted.Get<AuthorityKey>().PublicLine);
        var file = Path.Combine(_directory, "user-ca.sealed");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        var envelope = await File.ReadAllBytesAsync(file);
        envelope[^1] ^= 1;
        await File.WriteAllBytesAsync(file, envelope);
        Assert.Throws<CertificateSigningException>(() => restarted.Get<AuthorityKey>().PublicLine);
    }

    public async Task InitializeAsync()
    {
        await using var portal = Portal();
        var trusted = Path.Combine(_directory, "user-ca.pub");
        await File.WriteAllTextAsync(trusted, portal.Get<AuthorityKey>().PublicLine + "\n");
        _server = await OpenSshServer.StartNewAsync($"TrustedUserCAKeys {trusted}\nAuthorizedKeysFile none\nLogLevel DEBUG3");
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private ShellRequest Request() => _server.Request() with { Credential = CertificateIssuer.CredentialName, RequestedBy = "ann", SessionId = "0123abcd" };

    private SshPortal Portal(Action<CertificateAuthorityOptions>? configure = null)
    {
        var portal = new SshPortal(replace: services => services.Configure<CertificateAuthorityOptions>(options =>
        {
            options.Kind = AuthorityKind.BuiltIn;
            options.KeyFile = Path.Combine(_directory, "user-ca.sealed");
            configure?.Invoke(options);
        }).Configure<WebShell.Core.Credentials.SecretOptions>(options => options.KeyFile = Path.Combine(_directory, "secrets.key")));
        if (_server is not null)
        {
            portal.HostKeys.Pin(_server.Name, _server.HostKey, "test");
        }

        return portal;
    }
}

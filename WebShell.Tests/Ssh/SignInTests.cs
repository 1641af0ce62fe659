using WebShell.Core.Credentials;
using WebShell.Core.Shells;
using WebShell.Tests.Support.SshServers;

namespace WebShell.Tests.Ssh;

/// <summary>Signing in by password and by every kind of key, with keys made by ssh-keygen.</summary>
[Collection(Support.SshServers.SshServers.Name)]
public sealed class SignInTests(SshFixture ssh)
{
    private const string Passphrase = "corréct horse";

    [Fact]
    public async Task Password_Right_OpensAShell_AndIsAskedForOnce()
    {
        var person = new Person { Password = ssh.Login.Password };

        await using var shell = await ssh.Portal.OpenAsync(AsTestLogin(), person);

        var question = Assert.Single(person.Questions);
        Assert.Equal(("vm-1", ssh.Login.Name, $"127.0.0.1:{ssh.OpenSsh.Port}"), (question.VmName, question.Login, question.Address));
        Assert.Equal(
            [ShellOpeningStep.Resolve, ShellOpeningStep.Connect, ShellOpeningStep.KeyExchange, ShellOpeningStep.HostKey, ShellOpeningStep.SignIn, ShellOpeningStep.OpenTerminal, ShellOpeningStep.Open],
            person.Steps);
        Assert.Equal(ssh.Login.Name, await new ShellScript(shell).RunAsync("whoami"));
    }

    [Fact]
    public async Task Password_Wrong_FailsAfterOneQuestion()
    {
        await using var portal = new SshPortal().Trusting(ssh.OpenSsh);
        var person = new Person { Password = "not it" };

        var failure = await portal.FailAsync(AsTestLogin(), person);

        Assert.Equal(ShellFailureReason.AuthenticationFailed, failure.Reason);
        Assert.DoesNotContain("not it", failure.Message, StringComparison.Ordinal);
        Assert.Single(person.Questions);
    }

    [Fact]
    public async Task Password_NotGiven_EndsTheAttempt() =>
        Assert.Equal(ShellFailureReason.Cancelled, (await ssh.Portal.FailAsync(AsTestLogin(), new Person())).Reason);

    [Theory]
    [InlineData("-t ed25519", false)]
    [InlineData("-t ed25519", true)]
    [InlineData("-t ecdsa -b 384", true)]
    [InlineData("-t rsa -b 2048", false)]
    [InlineData("-t rsa -b 3072 -m PEM", true)]
    [InlineData("-t rsa -b 2048 -m PKCS8", true)]
    [InlineData("-t ecdsa -b 256 -m PEM", false)]
    public async Task Key_OfEachKind_OpensAShell(string kind, bool isProtected)
    {
        var key = await MakeKeyAsync(kind, isProtected);
        await File.AppendAllTextAsync(ssh.OpenSsh.AuthorizedKeysFile, await File.ReadAllTextAsync(key + ".pub"));
        await using var portal = new SshPortal().Trusting(ssh.OpenSsh);
        portal.Credentials.Set("key", new PrivateKeyCredential(await File.ReadAllTextAsync(key), isProtected ? Passphrase : null));

        await using var shell = await portal.OpenAsync(ssh.OpenSsh.Request());

        Assert.Equal(SshServer.Login, await new ShellScript(shell).RunAsync("whoami"));
    }

    [Theory]
    [InlineData("-t ed25519", "wrong", "passphrase does not open")]
    [InlineData("-t ed25519", null, "none is stored")]
    [InlineData("-t ed25519", "", "none is stored")]
    [InlineData("-t rsa -b 2048 -m PEM", "wrong", "passphrase does not open")]
    [InlineData("-t rsa -b 2048 -m PEM", null, "none is stored")]
    [InlineData("-t rsa -b 2048 -m PKCS8", null, "none is stored")]
    public async Task Key_WithAWrongOrMissingPassphrase_IsUnusable(string kind, string? passphrase, string says)
    {
        var key = await MakeKeyAsync(kind, isProtected: true);

        await AssertUnusableAsync(await File.ReadAllTextAsync(key), passphrase, says);
    }

    [Fact]
    public async Task Key_OfRsaBelow2048Bits_IsUnusable() =>
        await AssertUnusableAsync(await File.ReadAllTextAsync(await MakeKeyAsync("-t rsa -b 1024", isProtected: false)), null, "1024 bits");

    [Fact]
    public async Task Key_Damaged_IsUnusable()
    {
        var lines = await File.ReadAllLinesAsync(await MakeKeyAsync("-t ed25519", isProtected: false));

        await AssertUnusableAsync(string.Join('\n', lines.Where((_, i) => i != 2)) + "\n", null, "cannot be read");
    }

    private async Task AssertUnusableAsync(string key, string? passphrase, string says)
    {
        await using var portal = new SshPortal().Trusting(ssh.OpenSsh);
        portal.Credentials.Set("key", new PrivateKeyCredential(key, passphrase));

        var failure = await portal.FailAsync(ssh.OpenSsh.Request());

        Assert.Equal(ShellFailureReason.CredentialUnusable, failure.Reason);
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
    }

    private async Task<string> MakeKeyAsync(string kind, bool isProtected)
    {
        var file = Path.Combine(ssh.OpenSsh.Directory, Path.GetRandomFileName());
        await ServerProcess.RunAsync("ssh-keygen", "openssh-client", ["-q", "-N", isProtected ? Passphrase : "", "-f", file, .. kind.Split(' ')]);
        return file;
    }

    private ShellRequest AsTestLogin() => ssh.OpenSsh.Request(credential: null) with { Login = ssh.Login.Name };
}

using WebShell.Core.Credentials;
using WebShell.Core.Shells;
using WebShell.Tests.Support.SshServers;

namespace WebShell.Tests.Ssh;

/// <summary>What a report of an opening says of real machines: enough to find the fault, and no secret.</summary>
[Collection(Support.SshServers.SshServers.Name)]
public sealed class OpeningFactsTests(SshFixture ssh)
{
    [Fact]
    public async Task Success_SaysAddressGreetingAlgorithmsKeyAndMethods()
    {
        var person = new Person();

        await using var shell = await ssh.Portal.OpenAsync(ssh.OpenSsh.Request(), person);

        Assert.Collection(
            person.Facts,
            fact => Assert.Equal("127.0.0.1 is 127.0.0.1", fact),
            fact => Assert.Equal($"127.0.0.1:{ssh.OpenSsh.Port}", fact),
            fact => Assert.StartsWith("Greeted as SSH-2.0-OpenSSH_", fact, StringComparison.Ordinal),
            fact => Assert.Contains("chacha20-poly1305@openssh.com", fact, StringComparison.Ordinal),
            fact => Assert.Equal($"It showed {ssh.OpenSsh.HostKey}", fact),
            fact => Assert.EndsWith(" by test", fact, StringComparison.Ordinal),
            fact => Assert.Equal("The machine offers private keys or passwords", fact),
            fact => Assert.Contains("with the stored credential key", fact, StringComparison.Ordinal));
    }

    [Fact]
    public async Task RefusedSignIn_SaysWhatWasOfferedAndGiven_AndNotTheSecret()
    {
        const string Canary = "canary-password-7391";
        await using var portal = new SshPortal().Trusting(ssh.OpenSsh);
        var person = new Person { SignsInWith = new PasswordCredential(Canary) };

        var failure = await portal.FailAsync(ssh.OpenSsh.Request() with { Credential = null }, person);

        Assert.Equal(ShellFailureReason.AuthenticationFailed, failure.Reason);
        Assert.Contains("The machine offers private keys or passwords", person.Facts);
        Assert.Contains(person.Facts, fact => fact.EndsWith("(PasswordCredential)", StringComparison.Ordinal));
        Assert.DoesNotContain(person.Facts, fact => fact.Contains(Canary, StringComparison.Ordinal));
    }

    [Fact]
    public async Task WeakMachine_SaysWhatItOffered()
    {
        await using var weak = await OpenSshServer.StartNewAsync("Ciphers aes128-cbc\nMACs hmac-sha1");
        await using var portal = new SshPortal().Trusting(weak);
        var person = new Person();

        await portal.FailAsync(weak.Request(), person);

        Assert.Contains(person.Facts, fact => fact.Contains("aes128-cbc", StringComparison.Ordinal));
    }
}

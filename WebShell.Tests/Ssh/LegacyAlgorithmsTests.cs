using WebShell.Core.Shells;
using WebShell.Core.Ssh;
using WebShell.Tests.Support.SshServers;

namespace WebShell.Tests.Ssh;

/// <summary>A machine that has nothing newer than SHA-1 and CBC: reached only where its entry says so, and then visibly.</summary>
[Collection(Support.SshServers.SshServers.Name)]
public sealed class LegacyAlgorithmsTests
{
    [Theory]
    [InlineData("Ciphers aes256-cbc", "cipher aes256-cbc")]
    [InlineData("Ciphers aes256-ctr\nMACs hmac-sha1", "mac hmac-sha1")]
    [InlineData("KexAlgorithms diffie-hellman-group14-sha1", "kex diffie-hellman-group14-sha1")]
    [InlineData("HostKeyAlgorithms ssh-rsa", "key ssh-rsa")]
    public async Task OldMachine_IsReachedOnlyWhereItsEntryAllowsIt(string configuration, string agreed)
    {
        await using var server = new OpenSshServer { Configuration = configuration, HostKeyType = configuration.Contains("rsa", StringComparison.Ordinal) ? "rsa" : "ed25519" };
        await server.StartAsync();
        await using var portal = new SshPortal().Trusting(server);

        Assert.Equal(ShellFailureReason.NoCommonAlgorithm, (await portal.FailAsync(server.Request())).Reason);
        await using var shell = await portal.OpenAsync(server.Request() with { AllowsLegacyAlgorithms = true });

        var facts = shell.Facts;
        Assert.Contains(agreed, new[] { $"kex {facts.KeyExchange}", $"cipher {facts.Cipher}", $"mac {facts.Mac}", $"key {facts.HostKey.Split(' ')[0]}" });
        Assert.True(facts.AllowsLegacyAlgorithms);
        Assert.Equal("works", await new ShellScript(shell).RunAsync("echo works"));
    }

    [Fact]
    public async Task NewMachine_GetsTheNewestAllTheSame()
    {
        await using var server = await OpenSshServer.StartNewAsync();
        await using var portal = new SshPortal().Trusting(server);

        await using var modern = await portal.OpenAsync(server.Request());
        await using var legacy = await portal.OpenAsync(server.Request() with { AllowsLegacyAlgorithms = true });

        Assert.Equal((modern.Facts.KeyExchange, modern.Facts.Cipher, modern.Facts.Mac), (legacy.Facts.KeyExchange, legacy.Facts.Cipher, legacy.Facts.Mac));
        Assert.False(modern.Facts.AllowsLegacyAlgorithms);
    }

    [Fact]
    public void Offer_WithoutLeave_HasNothingOld()
    {
        var offer = AlgorithmOffer.For([], allowsLegacy: false, withGcm: true);

        Assert.All(
            new[] { offer.KeyExchange, offer.HostKeys, offer.UserSignatures, offer.Ciphers, offer.Macs }.SelectMany(list => list.Split(',')),
            name => Assert.DoesNotMatch("sha1|-cbc|^ssh-rsa$|^ssh-dss$", name));
    }

    [Fact]
    public void Offer_OfPinnedTypes_HasTheirSignaturesOnly()
    {
        Assert.Equal("rsa-sha2-512,rsa-sha2-256", AlgorithmOffer.For(["ssh-rsa"], allowsLegacy: false, withGcm: true).HostKeys);
        Assert.Equal("rsa-sha2-512,rsa-sha2-256,ssh-rsa", AlgorithmOffer.For(["ssh-rsa"], allowsLegacy: true, withGcm: true).HostKeys);
        Assert.Equal("ssh-ed25519", AlgorithmOffer.For(["ssh-ed25519"], allowsLegacy: true, withGcm: true).HostKeys);
    }
}

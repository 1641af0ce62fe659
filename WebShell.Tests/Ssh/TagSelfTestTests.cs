using WebShell.Core.Ssh;
using WebShell.Core.Ssh.Libssh;
using WebShell.Tests.Support.SshServers;

namespace WebShell.Tests.Ssh;

/// <summary>The self-test that decides on AES-GCM, on the library that is here, and a machine that offers nothing else.</summary>
[Collection(Support.SshServers.SshServers.Name)]
public sealed class TagSelfTestTests
{
    [Theory]
    [InlineData("aes256-gcm@openssh.com")]
    [InlineData("aes128-gcm@openssh.com")]
    [InlineData("chacha20-poly1305@openssh.com")]
    public void Tag_WithABitTurnedOver_IsRefused(string cipher) => Assert.True(TagSelfTest.Passes(cipher));

    [Fact]
    public void Test_ThatTurnsNothing_Fails() => Assert.False(TagSelfTest.Passes("aes256-gcm@openssh.com", turnsTheBit: false));

    [Fact]
    public void Test_OfACipherThatDoesNotExist_Fails() => Assert.False(TagSelfTest.Passes("rot13@example.org"));

    [Fact]
    public void Gcm_IsOfferedOnlyWhereItsTagsAreChecked()
    {
        Assert.DoesNotContain("gcm", SshAlgorithms.Ciphers(withGcm: false), StringComparison.Ordinal);
        Assert.Contains("gcm", SshAlgorithms.Ciphers(withGcm: true), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Machine_ThatOffersOnlyGcm_IsReached()
    {
        await using var server = await OpenSshServer.StartNewAsync("Ciphers aes256-gcm@openssh.com");
        await using var portal = new SshPortal().Trusting(server);

        await using var shell = await portal.OpenAsync(server.Request());

        Assert.Equal("aes256-gcm@openssh.com", shell.Facts.Cipher);
        Assert.Equal("still works", await new ShellScript(shell).RunAsync("echo still works"));
    }
}

using WebShell.Core.Credentials;
using WebShell.Tests.Support.SshServers;

namespace WebShell.Tests.Credentials;

/// <summary>Reads what ssh-keygen writes.</summary>
public sealed class UserCertificateTests : IDisposable
{
    private readonly UserKeys _keys = new();

    [Theory]
    [InlineData("-t ed25519")]
    [InlineData("-t ecdsa -b 521")]
    [InlineData("-t rsa -b 2048")]
    public async Task Certificate_SaysWhoAndHowLongAndForWhichKey(string kind)
    {
        var key = await _keys.MakeAsync(kind);

        var certificate = UserCertificate.Parse(await UserKeys.CertifyAsync(await _keys.MakeAsync("-t ed25519"), key, "-n deploy,root -z 7 -V 20300101000000Z:20300102000000Z"));

        Assert.Equal(("tester/1", 7ul), (certificate.KeyId, certificate.Serial));
        Assert.Equal(["deploy", "root"], certificate.Principals);
        Assert.Equal(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero), certificate.ValidFrom);
        Assert.Equal(Convert.FromBase64String((await File.ReadAllTextAsync(key + ".pub")).Split(' ')[1]), certificate.KeyBlob);
        Assert.Contains("not valid before", certificate.FaultAt(certificate.ValidFrom.AddSeconds(-1)), StringComparison.Ordinal);
        Assert.Null(certificate.FaultAt(certificate.ValidFrom));
        Assert.Contains("2 January 2030", certificate.FaultAt(certificate.ValidUntil), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certificate_WithoutEnd_NeverExpires()
    {
        var certificate = UserCertificate.Parse(await UserKeys.CertifyAsync(await _keys.MakeAsync("-t ed25519"), await _keys.MakeAsync("-t ed25519"), "-V always:forever"));

        Assert.Null(certificate.FaultAt(new DateTimeOffset(9000, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        Assert.Empty(certificate.Principals);
    }

    [Fact]
    public async Task Certificate_OfAMachine_IsRefused()
    {
        var text = await UserKeys.CertifyAsync(await _keys.MakeAsync("-t ed25519"), await _keys.MakeAsync("-t ed25519"), "-h -n web-01");

        Assert.Contains("certificate of a machine", Assert.Throws<ArgumentException>(() => UserCertificate.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certificate_CutAnywhere_IsRefused()
    {
        var text = (await UserKeys.CertifyAsync(await _keys.MakeAsync("-t ed25519"), await _keys.MakeAsync("-t rsa -b 2048"), "-n a")).Split(' ');
        var blob = Convert.FromBase64String(text[1]);

        // Type, nonce and the key's own fields take more than that; what lies at the end only machines look at.
        foreach (var length in Enumerable.Range(0, 340))
        {
            Assert.Throws<ArgumentException>(() => UserCertificate.Parse($"{text[0]} {Convert.ToBase64String(blob.AsSpan(0, length))}"));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA me")]
    [InlineData("ssh-ed25519-cert-v01@openssh.com not-base64")]
    [InlineData("ssh-rsa-cert-v01@openssh.com AAAAIHNzaC1lZDI1NTE5LWNlcnQtdjAxQG9wZW5zc2guY29t")]
    public void Text_ThatIsNone_IsRefused(string text) => Assert.Throws<ArgumentException>(() => UserCertificate.Parse(text));

    public void Dispose() => _keys.Dispose();
}

using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using WebShell.Core.Credentials.Authority;
using WebShell.Tests.Support.SshServers;

namespace WebShell.Tests.Credentials.Authority;

public sealed class CertificateIssuerTests : IDisposable
{
    private readonly ECDsa _authority = EcdsaKey.Create();
    private readonly UserKeys _keys = new();

    [Fact]
    public async Task Certificate_OfThePortalsOwn_IsWhatSshKeygenReads()
    {
        var credential = await Issuer(new BuiltInSigner(() => Copy(_authority))).IssueAsync("deploy", "Ann O'Nym/0123abcd", IPEndPoint.Parse("127.0.0.1:22"), default);

        var file = Path.Combine(Path.GetDirectoryName(await _keys.MakeAsync("-t ed25519"))!, "mine-cert.pub");
        await File.WriteAllTextAsync(file, $"{credential.Certificate!.Type} {credential.Certificate.Base64}\n");
        var told = await OutputAsync("ssh-keygen", "-L", "-f", file);
        Assert.Contains("Type: ecdsa-sha2-nistp256-cert-v01@openssh.com user certificate", told, StringComparison.Ordinal);
        Assert.Contains("Key ID: \"AnnONym/0123abcd\"", told, StringComparison.Ordinal);
        Assert.Matches(@"Principals:\s+deploy\s+Critical Options:\s+source-address 127\.0\.0\.1\s+Extensions:\s+permit-pty\s*$", told);
        Assert.Contains($"Signing CA: ECDSA SHA256:{Convert.ToBase64String(SHA256.HashData(EcdsaKey.PublicBlob(_authority))).TrimEnd('=')}", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_AreNewEachTime()
    {
        var issuer = Issuer(new BuiltInSigner(() => Copy(_authority)));

        var first = await issuer.IssueAsync("deploy", "a/1", IPEndPoint.Parse("127.0.0.1:22"), default);
        var second = await issuer.IssueAsync("deploy", "a/1", IPEndPoint.Parse("127.0.0.1:22"), default);

        Assert.NotEqual(first.Certificate!.KeyBlob, second.Certificate!.KeyBlob);
    }

    [Fact]
    public async Task BehindAJump_WithoutConfiguredAddresses_SaysWhatToSet()
    {
        var error = await Assert.ThrowsAsync<CertificateSigningException>(() => Issuer(new BuiltInSigner(() => Copy(_authority))).IssueAsync("deploy", "a/1", null, default));

        Assert.Contains("WebShell:CertificateAuthority:SourceAddresses", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-n deploy,root -O clear -O permit-pty -O source-address=127.0.0.1 -V +2m", "principals are deploy, root")]
    [InlineData("-O clear -O permit-pty -O source-address=127.0.0.1 -V +2m", "principals are none, which means all")]
    [InlineData("-n root -O clear -O permit-pty -O source-address=127.0.0.1 -V +2m", "principals are root")]
    [InlineData("-n deploy -O clear -O permit-pty -O source-address=127.0.0.1 -V +1h", "valid until")]
    [InlineData("-n deploy -O clear -O permit-pty -V +2m", "not bound to the addresses")]
    [InlineData("-n deploy -O clear -O permit-pty -O source-address=0.0.0.0/0 -V +2m", "not bound to the addresses")]
    [InlineData("-n deploy -O source-address=127.0.0.1 -V +2m", "permits permit-X11-forwarding")]
    [InlineData("-n deploy -O clear -O source-address=127.0.0.1 -V +2m", "does not permit a terminal")]
    public async Task Certificate_ThatIsNotWhatWasOrdered_IsNotUsed(string signs, string expected)
    {
        var signer = new KeygenSigner(_keys, signs, isForAnotherKey: false);

        var error = await Assert.ThrowsAsync<CertificateSigningException>(() => Issuer(signer).IssueAsync("deploy", "a/1", IPEndPoint.Parse("127.0.0.1:22"), default));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certificate_ForAnotherKey_IsNotUsed()
    {
        var signer = new KeygenSigner(_keys, "-n deploy -O clear -O permit-pty -O source-address=127.0.0.1 -V +2m", isForAnotherKey: true);

        var error = await Assert.ThrowsAsync<CertificateSigningException>(() => Issuer(signer).IssueAsync("deploy", "a/1", IPEndPoint.Parse("127.0.0.1:22"), default));

        Assert.Contains("it is for another key", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_ThatAreWrong_AreAllNamed()
    {
        var result = new CertificateAuthorityOptionsRules().Validate(null, new CertificateAuthorityOptions
        {
            Kind = AuthorityKind.Vault,
            Address = new Uri("http://vault.example.org"),
            VaultTokenFile = "/nowhere/token",
            SourceAddresses = { "here" },
        });

        Assert.Equal(
            ["SourceAddresses: \"here\" is neither", "Address must be an https url.", "VaultRole is needed", "VaultTokenFile: there is no file"],
            result.Failures!.Select(failure => failure["WebShell:CertificateAuthority:".Length..]).Zip(
                ["SourceAddresses: \"here\" is neither", "Address must be an https url.", "VaultRole is needed", "VaultTokenFile: there is no file"],
                (failure, expected) => failure.StartsWith(expected, StringComparison.Ordinal) ? expected : failure));
    }

    public void Dispose()
    {
        _keys.Dispose();
        _authority.Dispose();
    }

    internal static ECDsa Copy(ECDsa key) => ECDsa.Create(key.ExportParameters(includePrivateParameters: true));

    private static CertificateIssuer Issuer(ICertificateSigner signer) =>
        new(signer, Options.Create(new CertificateAuthorityOptions()), TimeProvider.System);

    private static async Task<string> OutputAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output;
    }

    /// <summary>Signs by ssh-keygen, whatever was ordered.</summary>
    private sealed class KeygenSigner(UserKeys keys, string options, bool isForAnotherKey) : ICertificateSigner
    {
        public async Task<string> SignAsync(CertificateOrder order, CancellationToken cancellationToken)
        {
            var key = await keys.MakeAsync("-t ecdsa -b 256");
            if (!isForAnotherKey)
            {
                await File.WriteAllTextAsync(key + ".pub", $"ecdsa-sha2-nistp256 {Convert.ToBase64String(order.PublicKey)}\n", cancellationToken);
            }

            return await UserKeys.CertifyAsync(await keys.MakeAsync("-t ed25519"), key, options);
        }
    }
}

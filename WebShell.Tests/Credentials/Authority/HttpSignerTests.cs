using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using WebShell.Core.Credentials.Authority;

namespace WebShell.Tests.Credentials.Authority;

/// <summary>Vault's and step-ca's requests and answers, with a stand-in that speaks their shapes.</summary>
public sealed class HttpSignerTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("webshell-ca-").FullName;
    private readonly ECDsa _provisioner = EcdsaKey.Create();
    private readonly HttpClient _http = new();
    private StandInAuthority _authority = null!;

    [Theory]
    [InlineData(AuthorityKind.Vault)]
    [InlineData(AuthorityKind.StepCa)]
    public async Task Order_IsSignedAsOrdered(AuthorityKind kind)
    {
        var credential = await Issuer(kind).IssueAsync("deploy", "ann/42", machine: null, default);

        var certificate = credential.Certificate!;
        Assert.Equal("ann/42", certificate.KeyId);
        Assert.Equal(["deploy"], certificate.Principals);
        Assert.Equal("10.9.0.0/16", certificate.CriticalOptions["source-address"]);
        Assert.Equal(["permit-pty"], certificate.Extensions);
    }

    [Fact]
    public async Task Vault_IsAskedForAUserCertificateOfMinutes()
    {
        await Issuer(AuthorityKind.Vault).IssueAsync("deploy", "ann/42", machine: null, default);

        var (path, body) = _authority.Asked!.Value;
        Assert.Equal("/v1/ssh/sign/portal", path);
        Assert.Equal(("user", "120s", ""), (body.GetProperty("cert_type").GetString(), body.GetProperty("ttl").GetString(), body.GetProperty("extensions").GetProperty("permit-pty").GetString()));
        Assert.StartsWith("ecdsa-sha2-nistp256 ", body.GetProperty("public_key").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StepCa_GetsAOneTimeTokenOfItsProvisioner()
    {
        await Issuer(AuthorityKind.StepCa).IssueAsync("deploy", "ann/42", machine: null, default);
        var first = _authority.Asked!.Value.Body.GetProperty("ott").GetString()!;
        await Issuer(AuthorityKind.StepCa).IssueAsync("deploy", "ann/42", machine: null, default);

        var checkedToken = await new JsonWebTokenHandler().ValidateTokenAsync(first, new TokenValidationParameters
        {
            ValidIssuer = "portal",
            ValidAudience = new Uri(_authority.Address, "/1.0/ssh/sign").AbsoluteUri,
            IssuerSigningKey = new ECDsaSecurityKey(_provisioner) { KeyId = "key-1" },
        });
        Assert.True(checkedToken.IsValid, checkedToken.Exception?.Message);
        var token = (JsonWebToken)checkedToken.SecurityToken;
        Assert.Equal(("ES256", "key-1", "ann/42"), (token.Alg, token.Kid, token.Subject));
        Assert.Contains("\"principals\":[\"deploy\"]", Base64UrlEncoder.Decode(first.Split('.')[1]), StringComparison.Ordinal);
        Assert.NotEqual(token.Id, new JsonWebToken(_authority.Asked!.Value.Body.GetProperty("ott").GetString()).Id);
    }

    [Fact]
    public async Task Refusal_IsSaidWithoutWhatTheAuthorityTold()
    {
        await File.WriteAllTextAsync(Path.Combine(_directory, "token"), "s.other");

        var error = await FailAsync(AuthorityKind.Vault);

        Assert.Equal("Vault refused to sign (403 Forbidden).", error.Message);
        Assert.Contains("permission denied", error.InnerException!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not json", "not a certificate")]
    [InlineData("""{"data":{}}""", "not a certificate")]
    [InlineData("""{"data":{"signed_key":"ssh-ed25519 AAAA"}}""", "not a user certificate")]
    [InlineData(null, "its answer cannot be used")] // longer than it may be
    public async Task Answer_OfAnotherKind_IsRefused(string? answer, string expected)
    {
        _authority.Instead = async context =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(answer ?? new string('x', 100_000));
        };

        Assert.Contains(expected, (await FailAsync(AuthorityKind.Vault)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Authority_ThatDoesNotAnswer_IsNotWaitedForLong()
    {
        _authority.Instead = context => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);

        Assert.Contains("did not answer within 1 s", (await FailAsync(AuthorityKind.StepCa, TimeSpan.FromSeconds(1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Authority_ThatIsNotThere_IsSaid()
    {
        var issuer = Issuer(AuthorityKind.Vault);
        await _authority.DisposeAsync();

        var error = await Assert.ThrowsAsync<CertificateSigningException>(() => issuer.IssueAsync("deploy", "ann/42", null, default));

        Assert.Contains("cannot be reached", error.Message, StringComparison.Ordinal);
    }

    public async Task InitializeAsync()
    {
        _authority = await StandInAuthority.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(_directory, "token"), StandInAuthority.VaultToken + "\n");
        await File.WriteAllTextAsync(Path.Combine(_directory, "provisioner.pem"), _provisioner.ExportPkcs8PrivateKeyPem());
    }

    public async Task DisposeAsync()
    {
        await _authority.DisposeAsync();
        _http.Dispose();
        _provisioner.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private Task<CertificateSigningException> FailAsync(AuthorityKind kind, TimeSpan? timeout = null) =>
        Assert.ThrowsAsync<CertificateSigningException>(() => Issuer(kind, timeout).IssueAsync("deploy", "ann/42", null, default));

    private CertificateIssuer Issuer(AuthorityKind kind, TimeSpan? timeout = null)
    {
        var options = Options.Create(new CertificateAuthorityOptions
        {
            Kind = kind,
            Address = _authority.Address,
            Timeout = timeout ?? TimeSpan.FromSeconds(10),
            SourceAddresses = { "10.9.0.0/16" },
            VaultRole = "portal",
            VaultTokenFile = Path.Combine(_directory, "token"),
            StepProvisioner = "portal",
            StepKeyId = "key-1",
            StepKeyFile = Path.Combine(_directory, "provisioner.pem"),
        });
        ICertificateSigner signer = kind == AuthorityKind.Vault ? new VaultSigner(_http, options) : new StepCaSigner(_http, options, TimeProvider.System);
        return new CertificateIssuer(signer, options, TimeProvider.System);
    }
}

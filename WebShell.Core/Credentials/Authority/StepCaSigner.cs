using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace WebShell.Core.Credentials.Authority;

/// <summary>
/// step-ca: <c>POST /1.0/ssh/sign</c> with a one-time token of a JWK provisioner (smallstep/certificates, api/ssh.go). The addresses go in
/// <c>templateData</c>, because only the provisioner's template can set critical options.
/// </summary>
internal sealed class StepCaSigner(HttpClient http, IOptions<CertificateAuthorityOptions> options, TimeProvider time) : HttpSigner(http, options, "step-ca")
{
    private const string Path = "1.0/ssh/sign";
    private static readonly TimeSpan TokenLife = TimeSpan.FromMinutes(5);

    protected override async Task<HttpRequestMessage> RequestAsync(CertificateOrder order, CancellationToken cancellationToken)
    {
        var pem = await File.ReadAllTextAsync(Options.StepKeyFile!, cancellationToken);
        return new HttpRequestMessage(HttpMethod.Post, At(Path))
        {
            Content = JsonContent.Create(new Dictionary<string, object>
            {
                ["publicKey"] = Convert.ToBase64String(order.PublicKey),
                ["ott"] = Token(pem, order),
                ["certType"] = "user",
                ["keyID"] = order.KeyId,
                ["principals"] = new[] { order.Principal },
                ["validAfter"] = Time(order.ValidFrom),
                ["validBefore"] = Time(order.ValidUntil),
                ["templateData"] = new Dictionary<string, string> { ["sourceAddress"] = order.SourceAddressList },
            }),
        };
    }

    protected override string Read(JsonElement answer, CertificateOrder order)
    {
        var base64 = answer.GetProperty("crt").GetString() ?? throw new FormatException("crt is null.");
        return $"{SshFields.NameOf(Convert.FromBase64String(base64))} {base64}";
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    // step-ca wants the subject to be the key id, and the audience to be the url that is called.
    private string Token(string pem, CertificateOrder order)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(pem);
        var now = time.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Options.StepProvisioner,
            Audience = At(Path).AbsoluteUri,
            NotBefore = now,
            IssuedAt = now,
            Expires = now + TokenLife,
            Claims = new Dictionary<string, object>
            {
                ["sub"] = order.KeyId,
                ["jti"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)),
                ["step"] = new Dictionary<string, object>
                {
                    ["ssh"] = new Dictionary<string, object> { ["certType"] = "user", ["keyID"] = order.KeyId, ["principals"] = new[] { order.Principal } },
                },
            },
            SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(key) { KeyId = Options.StepKeyId }, SecurityAlgorithms.EcdsaSha256)
            {
                CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
            },
        });
    }
}

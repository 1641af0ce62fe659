using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace WebShell.Core.Credentials.Authority;

/// <summary>Vault's SSH secrets engine: <c>POST /v1/MOUNT/sign/ROLE</c> (developer.hashicorp.com/vault/api-docs/secret/ssh#sign-ssh-key).</summary>
internal sealed class VaultSigner(HttpClient http, IOptions<CertificateAuthorityOptions> options) : HttpSigner(http, options, "Vault")
{
    protected override async Task<HttpRequestMessage> RequestAsync(CertificateOrder order, CancellationToken cancellationToken)
    {
        var token = await File.ReadAllTextAsync(Options.VaultTokenFile!, cancellationToken);
        return new HttpRequestMessage(HttpMethod.Post, At($"v1/{Options.VaultMount.Trim('/')}/sign/{Uri.EscapeDataString(Options.VaultRole!)}"))
        {
            Headers = { { "X-Vault-Token", token.Trim() }, { "X-Vault-Request", "true" } },
            Content = JsonContent.Create(new Dictionary<string, object>
            {
                ["public_key"] = $"{EcdsaKey.Type} {Convert.ToBase64String(order.PublicKey)}",
                ["cert_type"] = "user",
                ["key_id"] = order.KeyId,
                ["valid_principals"] = order.Principal,
                ["ttl"] = $"{(int)Options.Lifetime.TotalSeconds}s",
                ["critical_options"] = new Dictionary<string, string> { ["source-address"] = order.SourceAddressList },
                ["extensions"] = new Dictionary<string, string> { ["permit-pty"] = "" },
            }),
        };
    }

    protected override string Read(JsonElement answer, CertificateOrder order) =>
        answer.GetProperty("data").GetProperty("signed_key").GetString() ?? throw new FormatException("signed_key is null.");
}

using System.Security.Cryptography;
using System.Text.Json;
using WebShell.Core.Credentials.Authority;

namespace WebShell.Core.Credentials.Shared;

/// <summary>Seals and opens the secrets of shared credentials, and knows their public halves.</summary>
internal sealed class SharedSecret(ISecretProtector protector, IKeyPairs keys)
{
    /// <summary>Seals what was given; nothing given: a key or an authority's key is made.</summary>
    /// <exception cref="SharedCredentialException">It does not fit the kind, or cannot be used.</exception>
    public async Task<(byte[] Secret, string? PublicLine)> SealAsync(SecretBinding binding, SharedKind kind, Credential? given, string comment, CancellationToken cancellationToken)
    {
        switch (kind, given)
        {
            case (SharedKind.Password, PasswordCredential password):
                return (Seal(binding, [password.Password]), null);
            case (SharedKind.PrivateKey, PrivateKeyCredential or null):
                var key = given as PrivateKeyCredential ?? await keys.MakeAsync(cancellationToken);
                return (Seal(binding, [key.Key, key.Passphrase, key.Certificate?.Line]), $"{await keys.PublicLineAsync(key, cancellationToken)} {comment}");
            case (SharedKind.AgentKey, AgentKeyCredential agent):
                return ([], $"{SshFields.NameOf(agent.Blob)} {Convert.ToBase64String(agent.Blob)} {comment}");
            case (SharedKind.Authority, null):
                using (var authority = EcdsaKey.Create())
                {
                    return (Seal(binding, [authority.ExportPkcs8PrivateKeyPem()]), $"{EcdsaKey.Type} {Convert.ToBase64String(EcdsaKey.PublicBlob(authority))} {comment}");
                }

            default:
                throw new SharedCredentialException($"There is nothing to keep: give the {SharedWords.Kind(kind)}.");
        }
    }

    /// <summary>The same secret for another owner.</summary>
    /// <exception cref="SecretUnreadableException">It does not open.</exception>
    public byte[] Move(byte[] secret, SecretBinding from, SecretBinding to)
    {
        if (secret.Length == 0 || from == to)
        {
            return secret;
        }

        var opened = protector.Unprotect(secret, from);
        try
        {
            return protector.Protect(opened, to);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(opened);
        }
    }

    /// <exception cref="SecretUnreadableException">It does not open.</exception>
    /// <exception cref="SharedCredentialException">There is none any more.</exception>
    public (Credential? Credential, ICertificateSigner? Signer) Open(SharedCredential row)
    {
        if (row.Kind == SharedKind.AgentKey)
        {
            return (new AgentKeyCredential(row.PublicLine!), null);
        }

        if (row.Secret.Length == 0)
        {
            throw new SharedCredentialException($"{Sentence(SharedWords.Title(row))} has no secret any more: its key was lost. Who looks after it rotates it.");
        }

        var opened = protector.Unprotect(row.Secret, row.Binding);
        try
        {
            var parts = JsonSerializer.Deserialize<string?[]>(opened)!;
            return row.Kind switch
            {
                SharedKind.Password => (new PasswordCredential(parts[0]!), null),
                SharedKind.PrivateKey => (new PrivateKeyCredential(parts[0]!, parts[1], parts[2]), null),
                _ => (null, new BuiltInSigner(() => Authority(parts[0]!))),
            };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(opened);
        }
    }

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static ECDsa Authority(string pem)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(pem);
        return key;
    }

    private byte[] Seal(SecretBinding binding, string?[] parts)
    {
        var opened = JsonSerializer.SerializeToUtf8Bytes(parts);
        try
        {
            return protector.Protect(opened, binding);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(opened);
        }
    }
}

namespace WebShell.Core.Credentials;

/// <summary>
/// A private key in PEM or OpenSSH format, at most <see cref="MaxCharacters"/> characters, with its passphrase where it has one
/// and, where a certificate authority signed it, its certificate.
/// </summary>
public sealed class PrivateKeyCredential : Credential
{
    public const int MaxCharacters = 64 * 1024;

    /// <exception cref="ArgumentException">Not the text of a private key or of a user certificate; the message is for a person.</exception>
    public PrivateKeyCredential(string key, string? passphrase, string? certificate = null)
    {
        if (PrivateKeyText.FaultOf(key) is { } fault)
        {
            throw new ArgumentException(fault);
        }

        if (passphrase is { Length: > PasswordCredential.MaxCharacters } || (passphrase?.Contains('\0') ?? false))
        {
            throw new ArgumentException($"This cannot be a passphrase: it is longer than {PasswordCredential.MaxCharacters} characters or contains a null character.");
        }

        // Pasted and sent through who knows what: the lines end as the formats want it.
        (Key, Passphrase) = (key.Trim().ReplaceLineEndings("\n") + "\n", passphrase);
        Certificate = string.IsNullOrWhiteSpace(certificate) ? null : UserCertificate.Parse(certificate);
    }

    /// <summary>A passphrase is needed to read the key.</summary>
    public bool IsEncrypted => PrivateKeyText.IsEncrypted(Key);

    /// <summary>What the certificate says; null without one. It holds no secret.</summary>
    public UserCertificate? Certificate { get; }

    internal string Key { get; }

    internal string? Passphrase { get; }
}

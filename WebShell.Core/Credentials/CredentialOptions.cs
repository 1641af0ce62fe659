namespace WebShell.Core.Credentials;

/// <summary>
/// The stored credentials by name (section <c>WebShell:Credentials</c>). Secrets themselves are never configuration values:
/// each entry names files.
/// </summary>
public sealed class CredentialOptions
{
    public const string Section = "WebShell:Credentials";

    /// <summary>Name → files. Default: none.</summary>
    public IDictionary<string, CredentialFiles> Named { get; } = new Dictionary<string, CredentialFiles>(StringComparer.Ordinal);
}

/// <summary>Where one credential lies: a private key (and the passphrase for it), or a password.</summary>
public sealed class CredentialFiles
{
    /// <summary>A private key in PEM or OpenSSH format. Default: none.</summary>
    public string? KeyFile { get; set; }

    /// <summary>The key's passphrase; one line end at the end is not part of it. Default: none.</summary>
    public string? PassphraseFile { get; set; }

    /// <summary>A password; one line end at the end is not part of it. Default: none.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>Reads the files, so that a replaced file counts from the next connection on.</summary>
    /// <exception cref="ArgumentException">They do not make a credential.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    internal Credential Read() => (KeyFile, PasswordFile) switch
    {
        (not null, null) => new PrivateKeyCredential(File.ReadAllText(KeyFile), PassphraseFile is null ? null : ReadLine(PassphraseFile)),
        (null, not null) when PassphraseFile is null => new PasswordCredential(ReadLine(PasswordFile)),
        _ => throw new ArgumentException("needs either KeyFile (with PassphraseFile where it is encrypted) or PasswordFile"),
    };

    private static string ReadLine(string path)
    {
        var text = File.ReadAllText(path);
        return text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
    }
}

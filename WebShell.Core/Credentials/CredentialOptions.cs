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

/// <summary>Where one credential lies: a private key (with its passphrase and certificate), a password, or the public half of a key in the agent.</summary>
public sealed class CredentialFiles
{
    /// <summary>A private key in PEM or OpenSSH format. Default: none.</summary>
    public string? KeyFile { get; set; }

    /// <summary>The key's passphrase; one line end at the end is not part of it. Default: none.</summary>
    public string? PassphraseFile { get; set; }

    /// <summary>The key's OpenSSH user certificate (<c>…-cert.pub</c>). Default: none.</summary>
    public string? CertificateFile { get; set; }

    /// <summary>A password; one line end at the end is not part of it. Default: none.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>The public half of a key that the agent holds (<c>WebShell:Ssh:AgentSocket</c>). Default: none.</summary>
    public string? AgentKeyFile { get; set; }

    /// <summary>Reads the files, so that a replaced file counts from the next connection on.</summary>
    /// <exception cref="ArgumentException">They do not make a credential.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    internal Credential Read() => (KeyFile, PasswordFile, AgentKeyFile) switch
    {
        (not null, null, null) => new PrivateKeyCredential(File.ReadAllText(KeyFile), Optional(PassphraseFile, ReadLine), Optional(CertificateFile, File.ReadAllText)),
        (null, not null, null) when (PassphraseFile ?? CertificateFile) is null => new PasswordCredential(ReadLine(PasswordFile)),
        (null, null, not null) when (PassphraseFile ?? CertificateFile) is null => new AgentKeyCredential(File.ReadAllText(AgentKeyFile)),
        _ => throw new ArgumentException("needs one of KeyFile (with PassphraseFile where it is encrypted, and CertificateFile where it has one), PasswordFile and AgentKeyFile"),
    };

    private static string? Optional(string? path, Func<string, string> read) => path is null ? null : read(path);

    private static string ReadLine(string path)
    {
        var text = File.ReadAllText(path);
        return text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
    }
}

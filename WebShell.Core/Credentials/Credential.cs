namespace WebShell.Core.Credentials;

/// <summary>What proves a login to a machine. Its secrets are for the SSH backend only: never in <c>ToString</c>, a log or a page.</summary>
public abstract class Credential
{
    /// <summary>The kind, and nothing else.</summary>
    public sealed override string ToString() => GetType().Name;
}

/// <summary>A password, at most <see cref="MaxCharacters"/> characters, without null characters (they would cut it short in C).</summary>
public sealed class PasswordCredential : Credential
{
    public const int MaxCharacters = 1024;

    /// <exception cref="ArgumentException">Too long, or with a null character.</exception>
    public PasswordCredential(string password)
    {
        if (password.Length > MaxCharacters || password.Contains('\0'))
        {
            throw new ArgumentException("A password must not be longer than 1024 characters nor contain a null character.", nameof(password));
        }

        Password = password;
    }

    internal string Password { get; }
}

/// <summary>A private key in PEM or OpenSSH format, at most <see cref="MaxCharacters"/> characters, and its passphrase where it has one.</summary>
public sealed class PrivateKeyCredential : Credential
{
    public const int MaxCharacters = 64 * 1024;

    /// <exception cref="ArgumentException">Not the text of a private key, or too long, or with a null character.</exception>
    public PrivateKeyCredential(string key, string? passphrase)
    {
        if (key.Length > MaxCharacters || key.Contains('\0') || (passphrase?.Contains('\0') ?? false))
        {
            throw new ArgumentException("A private key must not be longer than 64 KiB, and neither key nor passphrase may contain a null character.", nameof(key));
        }

        if (!PrivateKeyText.LooksLikeOne(key))
        {
            throw new ArgumentException("This is not a private key in PEM or OpenSSH format (it starts with -----BEGIN … PRIVATE KEY-----).", nameof(key));
        }

        Key = key;
        Passphrase = passphrase;
    }

    /// <summary>A passphrase is needed to read the key.</summary>
    public bool IsEncrypted => PrivateKeyText.IsEncrypted(Key);

    internal string Key { get; }

    internal string? Passphrase { get; }
}

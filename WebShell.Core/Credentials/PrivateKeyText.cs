using System.Text;
using System.Text.RegularExpressions;

namespace WebShell.Core.Credentials;

/// <summary>What can be told of a private key's text without reading the key, and what is wrong with one that is none.</summary>
internal static partial class PrivateKeyText
{
    private const string OpenSshMagic = "openssh-key-v1\0";
    private const string Unknown = "unknown";

    /// <summary>Why this is not the text of a private key, for the person who gave it; null when it looks like one.</summary>
    public static string? FaultOf(string text)
    {
        if (text.Length > PrivateKeyCredential.MaxCharacters || text.Contains('\0'))
        {
            return "This cannot be a private key: it is longer than 64 KiB or contains a null character.";
        }

        var start = text.AsSpan().TrimStart();
        return start.IsEmpty ? "There is no private key. Paste it or choose its file."
            : IsPuTTY(start) ? "This is a key in PuTTY's format. Convert it: puttygen key.ppk -O private-openssh -o key"
            : IsPublic(start) ? "This is a public key. The private one is in the file of the same name without .pub."
            : Armour().Match(text) is { Success: true } armour ? KindFault(armour)
            : text.Contains("PRIVATE KEY-----", StringComparison.Ordinal) ? "The private key is cut off: it goes from -----BEGIN … PRIVATE KEY----- to -----END … PRIVATE KEY-----, and nothing else. Copy all of it."
            : "This is not a private key in PEM or OpenSSH format (it starts with -----BEGIN … PRIVATE KEY-----).";
    }

    /// <summary>PEM says it in a header (RFC 1421, RFC 5958); OpenSSH's format names its cipher behind the magic (PROTOCOL.key).</summary>
    public static bool IsEncrypted(string text)
    {
        var armour = Armour().Match(text);
        return armour.Groups["kind"].Value switch
        {
            "ENCRYPTED " => true,
            "OPENSSH " => CipherAndType(armour.Groups["body"].Value).Cipher != "none",
            _ => armour.Groups["body"].Value.Contains("ENCRYPTED", StringComparison.Ordinal),
        };
    }

    private static bool IsPuTTY(ReadOnlySpan<char> text) => text.StartsWith("PuTTY-User-Key-File-", StringComparison.Ordinal);

    private static bool IsPublic(ReadOnlySpan<char> text) =>
        text.StartsWith("ssh-", StringComparison.Ordinal) || text.StartsWith("ecdsa-sha2-", StringComparison.Ordinal) || text.StartsWith("sk-", StringComparison.Ordinal)
        || text.StartsWith("---- BEGIN SSH2 PUBLIC KEY", StringComparison.Ordinal)
        || (text.StartsWith("-----BEGIN ", StringComparison.Ordinal) && text.IndexOf("PUBLIC KEY-----", StringComparison.Ordinal) is > 0 and < 32);

    private static string? KindFault(Match armour)
    {
        var (cipher, type) = armour.Groups["kind"].Value switch
        {
            "OPENSSH " => CipherAndType(armour.Groups["body"].Value),
            "DSA " => ("", "ssh-dss"),
            _ => ("", ""),
        };
        return cipher == Unknown ? "The private key is damaged or cut off. Copy all of its file."
            : type.StartsWith("sk-", StringComparison.Ordinal) ? "This key lives in a security key (FIDO) that must be touched at the machine it is plugged into; it cannot be used from here. Use another key, or a certificate."
            : type == "ssh-dss" ? "This is a DSA key, which machines do not accept any more. Make a new key (Ed25519)."
            : null;
    }

    // The public half lies open in front, so cipher and type are known without the passphrase.
    private static (string Cipher, string Type) CipherAndType(string body)
    {
        if (!SshFields.TryDecode(string.Concat(body.Where(c => !char.IsWhiteSpace(c))), out var blob)
            || !blob.AsSpan().StartsWith(Encoding.ASCII.GetBytes(OpenSshMagic)))
        {
            return (Unknown, "");
        }

        var cipher = Unknown;
        try
        {
            var fields = new SshFields(blob.AsSpan(OpenSshMagic.Length));
            cipher = fields.ReadText();
            fields.ReadBytes(); // how the passphrase becomes a key
            fields.ReadBytes(); // and its parameters
            fields.ReadUInt32(); // how many keys: one
            return (cipher, SshFields.NameOf(fields.ReadBytes()));
        }
        catch (FormatException)
        {
            // Cut off within the base64: the backend says that it is damaged.
            return (cipher, "");
        }
    }

    [GeneratedRegex(@"^\s*-----BEGIN (?<kind>[A-Z]+ )?PRIVATE KEY-----\r?\n(?<body>[\s\S]+?)-----END \k<kind>?PRIVATE KEY-----\s*\z")]
    private static partial Regex Armour();
}

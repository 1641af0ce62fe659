using System.Buffers.Text;
using System.Text;
using System.Text.RegularExpressions;

namespace WebShell.Core.Credentials;

/// <summary>What can be told of a private key's text without reading the key.</summary>
internal static partial class PrivateKeyText
{
    private const string OpenSshMagic = "openssh-key-v1\0";

    public static bool LooksLikeOne(string text) => Armour().IsMatch(text);

    /// <summary>PEM says it in a header (RFC 1421, RFC 5958); OpenSSH's format names its cipher behind the magic (PROTOCOL.key).</summary>
    public static bool IsEncrypted(string text)
    {
        var armour = Armour().Match(text);
        if (armour.Groups["kind"].Value == "ENCRYPTED ")
        {
            return true;
        }

        var body = armour.Groups["body"].Value;
        return armour.Groups["kind"].Value == "OPENSSH "
            ? !HasCipherNone(body)
            : body.Contains("ENCRYPTED", StringComparison.Ordinal);
    }

    private static bool HasCipherNone(string body)
    {
        // The magic (15 bytes), a length (4) and "none": 23 bytes are within the first 32 characters of base64.
        var start = string.Concat(body.Where(c => !char.IsWhiteSpace(c)).Take(32));
        var bytes = new byte[24];
        return Convert.TryFromBase64String(start, bytes, out var length)
            && Encoding.ASCII.GetString(bytes, 0, length).StartsWith(OpenSshMagic + "\0\0\0\u0004none", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^\s*-----BEGIN (?<kind>[A-Z]+ )?PRIVATE KEY-----\r?\n(?<body>[\s\S]+?)-----END \k<kind>?PRIVATE KEY-----\s*\z")]
    private static partial Regex Armour();
}

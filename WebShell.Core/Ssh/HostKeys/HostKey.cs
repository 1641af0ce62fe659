using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace WebShell.Core.Ssh.HostKeys;

/// <summary>A machine's public key as it travels (RFC 4253, 6.6). Two are the same exactly when their blobs are; the print is computed here, never taken over.</summary>
public sealed record HostKey
{
    private const int MaxBase64 = 16 * 1024;

    private HostKey(string algorithm, string base64, string fingerprint) =>
        (Algorithm, Base64, Fingerprint) = (algorithm, base64, fingerprint);

    /// <summary>The type the blob itself names, e.g. <c>ssh-ed25519</c>.</summary>
    public string Algorithm { get; }

    public string Base64 { get; }

    /// <summary><c>SHA256:</c> and the unpadded base64 of the blob's hash, as OpenSSH shows it.</summary>
    public string Fingerprint { get; }

    /// <exception cref="FormatException">Not a public key.</exception>
    public static HostKey Parse(string base64) =>
        TryParse(base64, out var key) ? key : throw new FormatException("Not the base64 of an SSH public key.");

    public static bool TryParse(string base64, [NotNullWhen(true)] out HostKey? key)
    {
        key = null;
        if (base64.Length is 0 or > MaxBase64)
        {
            return false;
        }

        var blob = new byte[(base64.Length / 4 * 3) + 3];
        if (!Convert.TryFromBase64String(base64, blob, out var length) || !TryReadString(blob.AsSpan(0, length), out var name))
        {
            return false;
        }

        var print = Convert.ToBase64String(SHA256.HashData(blob.AsSpan(0, length))).TrimEnd('=');
        key = new HostKey(name, Convert.ToBase64String(blob.AsSpan(0, length)), "SHA256:" + print);
        return true;
    }

    /// <summary>The length of an RSA key's modulus in bits; null for other types.</summary>
    public int? RsaBits()
    {
        if (Algorithm != "ssh-rsa")
        {
            return null;
        }

        ReadOnlySpan<byte> rest = Convert.FromBase64String(Base64);
        Skip(ref rest);
        Skip(ref rest);
        var modulus = Skip(ref rest).TrimStart((byte)0);
        return modulus.IsEmpty ? 0 : (modulus.Length * 8) - System.Numerics.BitOperations.LeadingZeroCount((uint)modulus[0] << 24);
    }

    public override string ToString() => $"{Algorithm} {Fingerprint}";

    private static bool TryReadString(ReadOnlySpan<byte> blob, out string name)
    {
        name = "";
        if (blob.Length < 4 || BinaryPrimitives.ReadUInt32BigEndian(blob) is var length && (length is 0 or > 64 || length > blob.Length - 4))
        {
            return false;
        }

        name = Encoding.ASCII.GetString(blob.Slice(4, (int)length));
        return name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '@' or '.');
    }

    private static ReadOnlySpan<byte> Skip(ref ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 4 || BinaryPrimitives.ReadUInt32BigEndian(rest) is var length && length > rest.Length - 4)
        {
            rest = [];
            return [];
        }

        var field = rest.Slice(4, (int)length);
        rest = rest[(4 + (int)length)..];
        return field;
    }
}

using System.Security.Cryptography;
using System.Text;

namespace WebShell.Core.Credentials.Keys;

/// <summary>How envelopes name keys, and how much a wrapped one may take.</summary>
public static class KeyName
{
    /// <summary>Of an <see cref="IKeyWrapper.Id"/>.</summary>
    public const int Characters = Bytes * 2;

    public const int MaxWrappedBytes = 1024;

    internal const int Bytes = 8;

    /// <summary>A name for a key that is known by a text, e.g. its address in a KMS.</summary>
    public static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <summary>The first bytes of a hash, which say nothing of what was hashed.</summary>
    internal static string Of(ReadOnlySpan<byte> key) => Convert.ToHexStringLower(SHA256.HashData(key).AsSpan(0, Bytes));
}

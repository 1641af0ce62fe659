using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace WebShell.Core.Accounts;

/// <summary>Codes on paper for the day the phone is gone: each is good once. Only their hashes are kept; at 79 bits nobody guesses one from its hash.</summary>
public static class RecoveryCodes
{
    public const int Count = 10;

    private const int Characters = 16;
    private const int GroupLength = 4;

    // Without those that look alike.
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    public static string[] Make() => [.. Enumerable.Range(0, Count).Select(_ => string.Join('-', RandomNumberGenerator.GetString(Alphabet, Characters).Chunk(GroupLength).Select(part => new string(part))))];

    public static ImmutableArray<string> Hashes(IEnumerable<string> codes) => [.. codes.Select(Hash)];

    /// <summary>What is left after this code was used; null: it is none of them.</summary>
    public static ImmutableArray<string>? Without(ImmutableArray<string> hashes, string code)
    {
        var hash = Hash(code);
        return hashes.Contains(hash) ? hashes.Remove(hash) : null;
    }

    // Capitals, dashes and spaces do not matter.
    private static string Hash(string code) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(new string([.. code.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit)]))));
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace WebShell.Core.Audit;

/// <summary>One link of the chain: an event's number, and the hash of it and of all before it.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Hash">SHA-256 as 64 hexadecimal digits.</param>
public readonly record struct AuditLink(long Number, string Hash)
{
    /// <summary>Before the first event.</summary>
    public static AuditLink None { get; } = new(0, new string('0', 2 * SHA256.HashSizeInBytes));

    /// <summary>The link of the event that comes next.</summary>
    public AuditLink Next(AuditEntry entry) => new(Number + 1, HashOf(Hash, Number + 1, entry));

    /// <summary>
    /// SHA-256 over the hash before, then every field in a fixed order, each behind its length in bytes (four, big endian; -1: not there),
    /// text as UTF-8, numbers in decimal. So no two events have the same bytes.
    /// </summary>
    private static string HashOf(string before, long number, AuditEntry entry)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var field in new[]
        {
            before, $"{number}", $"{entry.At.ToUnixTimeMilliseconds()}", entry.Id.ToString("N"), entry.Kind, entry.ActorId, entry.ActorName, entry.On,
            entry.From, entry.SessionId, entry.Outcome, entry.Result, entry.Because?.ToString("N"), entry.Details,
        })
        {
            Add(hash, field);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, string? field)
    {
        var bytes = field is null ? [] : Encoding.UTF8.GetBytes(field);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, field is null ? -1 : bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}

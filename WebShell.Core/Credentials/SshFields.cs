using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace WebShell.Core.Credentials;

/// <summary>Reads the fields of an SSH structure in order (RFC 4251, 5); what is not there is a <see cref="FormatException"/>.</summary>
internal ref struct SshFields(ReadOnlySpan<byte> data)
{
    private const int MaxBase64 = 64 * 1024;

    public ReadOnlySpan<byte> Rest { get; private set; } = data;

    public readonly bool IsAtEnd => Rest.IsEmpty;

    public static bool TryDecode(string base64, [NotNullWhen(true)] out byte[]? blob)
    {
        blob = null;
        var buffer = new byte[(Math.Min(base64.Length, MaxBase64) / 4 * 3) + 3];
        if (base64.Length > MaxBase64 || !Convert.TryFromBase64String(base64, buffer, out var length))
        {
            return false;
        }

        blob = buffer[..length];
        return true;
    }

    /// <summary>The name a key's blob begins with; empty when there is none.</summary>
    public static string NameOf(ReadOnlySpan<byte> blob) =>
        blob.Length >= 4 && BinaryPrimitives.ReadUInt32BigEndian(blob) is var length && length <= blob.Length - 4
            ? Encoding.ASCII.GetString(blob.Slice(4, (int)length))
            : "";

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32BigEndian(Take(sizeof(uint)));

    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64BigEndian(Take(sizeof(ulong)));

    public ReadOnlySpan<byte> ReadBytes()
    {
        var length = ReadUInt32();
        return length <= Rest.Length ? Take((int)length) : throw new FormatException("A field is longer than what holds it.");
    }

    public string ReadText() => Encoding.UTF8.GetString(ReadBytes());

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > Rest.Length)
        {
            throw new FormatException("It ends in the middle of a field.");
        }

        var field = Rest[..count];
        Rest = Rest[count..];
        return field;
    }
}

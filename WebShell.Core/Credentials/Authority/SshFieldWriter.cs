using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace WebShell.Core.Credentials.Authority;

/// <summary>Writes the fields of an SSH structure in order (RFC 4251, 5).</summary>
internal sealed class SshFieldWriter
{
    private readonly ArrayBufferWriter<byte> _written = new(512);

    public byte[] ToArray() => _written.WrittenSpan.ToArray();

    public SshFieldWriter UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_written.GetSpan(sizeof(uint)), value);
        _written.Advance(sizeof(uint));
        return this;
    }

    public SshFieldWriter UInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(_written.GetSpan(sizeof(ulong)), value);
        _written.Advance(sizeof(ulong));
        return this;
    }

    public SshFieldWriter Bytes(ReadOnlySpan<byte> value)
    {
        UInt32((uint)value.Length);
        _written.Write(value);
        return this;
    }

    public SshFieldWriter Text(string value) => Bytes(Encoding.UTF8.GetBytes(value));

    /// <summary>A positive number: without leading zeros, and with one where its first bit is set.</summary>
    public SshFieldWriter Number(ReadOnlySpan<byte> bigEndian)
    {
        var digits = bigEndian.TrimStart((byte)0);
        return digits.IsEmpty || digits[0] < 0x80 ? Bytes(digits) : Bytes([0, .. digits]);
    }
}

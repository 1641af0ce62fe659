using System.Buffers.Binary;
using System.Text;

namespace WebShell.Tests.Security;

/// <summary>Writes the few kinds of MessagePack values that a hub call needs.</summary>
internal sealed class MessagePackWriter
{
    private readonly MemoryStream _bytes = new();

    public MessagePackWriter Array(int count) => Byte(0x90 | count);

    public MessagePackWriter Integer(int value) => Byte(value);

    public MessagePackWriter EmptyMap() => Byte(0x80);

    public MessagePackWriter Text(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        Span<byte> head = [0xda, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(head[1..], (ushort)bytes.Length);
        _bytes.Write(head);
        _bytes.Write(bytes);
        return this;
    }

    /// <summary>The value behind its length, as SignalR frames binary messages.</summary>
    public byte[] ToFrame()
    {
        List<byte> frame = [];
        var left = (uint)_bytes.Length;
        while (left >= 0x80)
        {
            frame.Add((byte)(left | 0x80));
            left >>= 7;
        }

        frame.Add((byte)left);
        return [.. frame, .. _bytes.ToArray()];
    }

    private MessagePackWriter Byte(int value)
    {
        _bytes.WriteByte((byte)value);
        return this;
    }
}

using System.Buffers.Binary;
using System.Text;

namespace WebShell.Tests.Security;

/// <summary>Reads MessagePack values as objects: null, bool, int, string, byte[], object?[]; maps as arrays of keys and values.</summary>
internal ref struct MessagePackReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>The messages of one or more SignalR frames.</summary>
    public static List<object?[]> Frames(byte[] bytes)
    {
        List<object?[]> messages = [];
        for (var at = 0; at < bytes.Length;)
        {
            int length = 0, shift = 0;
            do
            {
                length |= (bytes[at] & 0x7f) << shift;
                shift += 7;
            }
            while ((bytes[at++] & 0x80) != 0);
            messages.Add((object?[])new MessagePackReader(bytes.AsSpan(at, length)).Value()!);
            at += length;
        }

        return messages;
    }

    public object? Value()
    {
        var kind = Take(1)[0];
        return kind switch
        {
            < 0x80 => (int)kind,
            < 0x90 => Items((kind & 0x0f) * 2),
            < 0xa0 => Items(kind & 0x0f),
            < 0xc0 => Text(kind & 0x1f),
            0xc0 => null,
            0xc2 => false,
            0xc3 => true,
            0xc4 => Take(Take(1)[0]).ToArray(),
            0xc5 => Take(Short()).ToArray(),
            0xc6 => Take(Int()).ToArray(),
            0xcc or 0xd0 => (int)Take(1)[0],
            0xcd or 0xd1 => Short(),
            0xce or 0xd2 => Int(),
            0xcb or 0xcf or 0xd3 => BinaryPrimitives.ReadInt64BigEndian(Take(8)),
            0xd9 => Text(Take(1)[0]),
            0xda => Text(Short()),
            0xdb => Text(Int()),
            0xdc => Items(Short()),
            >= 0xe0 => (int)(sbyte)kind,
            _ => throw new NotSupportedException($"MessagePack kind {kind:x2}"),
        };
    }

    private object?[] Items(int count)
    {
        var items = new object?[count];
        for (var i = 0; i < count; i++)
        {
            items[i] = Value();
        }

        return items;
    }

    private string Text(int length) => Encoding.UTF8.GetString(Take(length));

    private int Short() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    private int Int() => BinaryPrimitives.ReadInt32BigEndian(Take(4));

    private ReadOnlySpan<byte> Take(int length)
    {
        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}

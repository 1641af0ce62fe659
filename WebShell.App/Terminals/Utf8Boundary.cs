namespace WebShell.App.Terminals;

/// <summary>
/// Where a piece of UTF-8 may be cut. xterm.js 6.0.0 loses a character whose bytes come in two writes when the first
/// ends in 0x80 (xterm.js issue 6003), so pieces end between characters.
/// </summary>
internal static class Utf8Boundary
{
    /// <summary>The longest beginning of a character that is not yet a character.</summary>
    public const int MaxTail = 3;

    /// <summary>How many bytes at the end (0–3) begin a character that goes on in the next piece. Bytes that are no UTF-8 are not held.</summary>
    public static int IncompleteTail(ReadOnlySpan<byte> data)
    {
        for (var length = 1; length <= Math.Min(MaxTail, data.Length); length++)
        {
            var value = data[^length];
            if (IsContinuation(value))
            {
                continue;
            }

            return SequenceLength(value) > length ? length : 0;
        }

        return 0;
    }

    /// <summary>How many bytes at the start (0–3) are the rest of a character whose beginning is gone.</summary>
    public static int OrphanedHead(ReadOnlySpan<byte> data)
    {
        var length = 0;
        while (length < Math.Min(MaxTail, data.Length) && IsContinuation(data[length]))
        {
            length++;
        }

        return length;
    }

    private static bool IsContinuation(byte value) => (value & 0xC0) == 0x80;

    private static int SequenceLength(byte lead) => lead switch
    {
        < 0xC2 => 1,
        < 0xE0 => 2,
        < 0xF0 => 3,
        < 0xF5 => 4,
        _ => 1,
    };
}

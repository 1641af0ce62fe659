using System.Globalization;

namespace WebShell.Core.Vt;

/// <summary>The colours the machine has changed (OSC 4, 10, 11, 12) and not given back (OSC 104, 110, 111, 112). Questions change nothing.</summary>
internal sealed class VtPalette
{
    public const int Colours = 256;

    private const int Specials = 3;
    private const int Untouched = -1;

    // Few machines ever change a colour.
    private int[]? _colours;

    /// <summary>0–255, then foreground, background, cursor; red, green and blue in one number, or null.</summary>
    public int? this[int index] => _colours is { } colours && colours[index] != Untouched ? colours[index] : null;

    public void Set(int command, ReadOnlySpan<byte> content)
    {
        switch (command)
        {
            case 4:
                SetIndexed(content);
                break;
            case 10 or 11 or 12:
                SetSpecial(command - 10, content);
                break;
            case 104:
                RestoreIndexed(content);
                break;
            case 110 or 111 or 112:
                Put(Colours + command - 110, Untouched);
                break;
        }
    }

    private void SetIndexed(ReadOnlySpan<byte> content)
    {
        var slots = new Slots(content);
        while (slots.MoveNext())
        {
            var index = IndexOf(slots.Current);
            if (slots.MoveNext() && index >= 0 && TryColour(slots.Current, out var colour))
            {
                Put(index, colour);
            }
        }
    }

    private void SetSpecial(int first, ReadOnlySpan<byte> content)
    {
        var slots = new Slots(content);
        for (var special = first; special < Specials && slots.MoveNext(); special++)
        {
            if (TryColour(slots.Current, out var colour))
            {
                Put(Colours + special, colour);
            }
        }
    }

    private void RestoreIndexed(ReadOnlySpan<byte> content)
    {
        if (content.IsEmpty)
        {
            _colours?.AsSpan(0, Colours).Fill(Untouched);
            return;
        }

        var slots = new Slots(content);
        while (slots.MoveNext())
        {
            Put(IndexOf(slots.Current), Untouched);
        }
    }

    private void Put(int index, int colour)
    {
        if (index < 0 || (_colours is null && colour == Untouched))
        {
            return;
        }

        if (_colours is null)
        {
            _colours = new int[Colours + Specials];
            Array.Fill(_colours, Untouched);
        }

        _colours[index] = colour;
    }

    private static int IndexOf(ReadOnlySpan<byte> digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < Colours ? index : -1;

    // XParseColor(3), the forms with hexadecimal digits: "rgb:r/g/b" with one to four digits each, and "#" with three times one to four.
    private static bool TryColour(ReadOnlySpan<byte> text, out int colour)
    {
        colour = 0;
        return text.Length > 4 && (text[0] | 0x20) == 'r' && (text[1] | 0x20) == 'g' && (text[2] | 0x20) == 'b' && text[3] == ':'
            ? TryScaled(text[4..], ref colour)
            : text.Length > 1 && text[0] == '#' && TryTruncated(text[1..], ref colour);
    }

    private static bool TryScaled(ReadOnlySpan<byte> text, ref int colour)
    {
        var digits = (text.Length - 2) / 3;
        if (digits is < 1 or > 4 || text.Length != (digits * 3) + 2)
        {
            return false;
        }

        for (var part = 0; part < 3; part++)
        {
            var at = part * (digits + 1);
            if (!TryHex(text.Slice(at, digits), out var value) || (part < 2 && text[at + digits] != '/'))
            {
                return false;
            }

            colour = (colour << 8) | (int)Math.Floor((value * 255.0 / ((1 << (4 * digits)) - 1)) + 0.5);
        }

        return true;
    }

    private static bool TryTruncated(ReadOnlySpan<byte> text, ref int colour)
    {
        var digits = text.Length / 3;
        if (digits is < 1 or > 4 || text.Length != digits * 3)
        {
            return false;
        }

        for (var part = 0; part < 3; part++)
        {
            if (!TryHex(text.Slice(part * digits, digits), out var value))
            {
                return false;
            }

            colour = (colour << 8) | digits switch { 1 => value << 4, 2 => value, 3 => value >> 4, _ => value >> 8 };
        }

        return true;
    }

    private static bool TryHex(ReadOnlySpan<byte> digits, out int value) =>
        int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);

    private ref struct Slots(ReadOnlySpan<byte> rest)
    {
        private ReadOnlySpan<byte> _rest = rest;
        private bool _isDone;

        public ReadOnlySpan<byte> Current { get; private set; }

        public bool MoveNext()
        {
            if (_isDone)
            {
                return false;
            }

            var end = _rest.IndexOf((byte)';');
            _isDone = end < 0;
            Current = _isDone ? _rest : _rest[..end];
            _rest = _isDone ? [] : _rest[(end + 1)..];
            return true;
        }
    }
}

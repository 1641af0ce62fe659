using System.Globalization;
using System.Text;

namespace WebShell.Core.Vt;

/// <summary>
/// The content of an operating system command (OSC): a number and what stands behind its first semicolon, in UTF-8. The
/// first <see cref="MaxBytes"/> are kept. It holds no control characters.
/// </summary>
internal sealed class VtString
{
    public const int MaxBytes = 4096;

    // A command that nobody knows, so that the rest of a long one is swallowed.
    private const string Unknown = "999999;";

    private readonly byte[] _bytes = new byte[MaxBytes];
    private int _count;

    /// <summary>It was longer than what is kept.</summary>
    public bool IsCut { get; private set; }

    /// <summary>The command's number, or -1 where there is none.</summary>
    public int Number
    {
        get
        {
            var digits = _bytes.AsSpan(0, Separator);
            return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
        }
    }

    public ReadOnlySpan<byte> Content => _bytes.AsSpan(Math.Min(Separator + 1, _count).._count);

    private int Separator
    {
        get
        {
            var at = _bytes.AsSpan(0, _count).IndexOf((byte)';');
            return at < 0 ? _count : at;
        }
    }

    public void Clear()
    {
        _count = 0;
        IsCut = false;
    }

    public void Put(ReadOnlySpan<byte> text)
    {
        var room = Math.Min(text.Length, MaxBytes - _count);
        text[..room].CopyTo(_bytes.AsSpan(_count));
        _count += room;
        IsCut |= room < text.Length;
    }

    public void Put(int character)
    {
        Span<byte> encoded = stackalloc byte[4];
        encoded = encoded[..new Rune(character).EncodeToUtf8(encoded)];
        if (_count + encoded.Length > MaxBytes)
        {
            // Nothing behind a gap is kept, and no part of a character.
            IsCut = true;
        }
        else if (!IsCut)
        {
            Put(encoded);
        }
    }

    /// <summary>What opens the same command again, so that its rest can follow; of a long one only a title, which is cut anyway.</summary>
    public string Reopen() => !IsCut || Number is 0 or 2 ? Encoding.UTF8.GetString(_bytes, 0, _count) : Unknown;
}

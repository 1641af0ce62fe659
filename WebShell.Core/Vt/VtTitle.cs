using System.Text;

namespace WebShell.Core.Vt;

/// <summary>The title the machine has given its window (OSC 0 and 2), in UTF-8; of a long one the first <see cref="MaxCharacters"/> characters.</summary>
internal sealed class VtTitle
{
    public const int MaxCharacters = 128;

    private readonly byte[] _bytes = new byte[MaxCharacters * 4];
    private int _count;

    public bool IsSet { get; private set; }

    public string Text => Encoding.UTF8.GetString(_bytes, 0, _count);

    public void Set(ReadOnlySpan<byte> title)
    {
        IsSet = true;
        _count = 0;
        for (var characters = 0; characters < MaxCharacters && !title.IsEmpty; characters++)
        {
            Rune.DecodeFromUtf8(title, out _, out var length);
            title[..length].CopyTo(_bytes.AsSpan(_count));
            _count += length;
            title = title[length..];
        }
    }
}

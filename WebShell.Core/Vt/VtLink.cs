using System.Text;

namespace WebShell.Core.Vt;

/// <summary>The hyperlink that the next characters belong to (OSC 8). One longer than <see cref="MaxBytes"/> is none.</summary>
internal sealed class VtLink
{
    public const int MaxBytes = 2083;

    private readonly byte[] _bytes = new byte[MaxBytes];
    private int _count;

    public bool IsOpen => _count > 0;

    /// <summary>Parameters, a semicolon, and the address.</summary>
    public string Text => Encoding.UTF8.GetString(_bytes, 0, _count);

    public void Set(ReadOnlySpan<byte> content)
    {
        var separator = content.IndexOf((byte)';');
        if (separator < 0)
        {
            return;
        }

        var isAddress = separator + 1 < content.Length;
        if (isAddress && content.Length <= MaxBytes)
        {
            content.CopyTo(_bytes);
            _count = content.Length;
        }
        else if (isAddress || content[..separator].Trim((byte)' ').IsEmpty)
        {
            Close();
        }
    }

    public void Close() => _count = 0;
}

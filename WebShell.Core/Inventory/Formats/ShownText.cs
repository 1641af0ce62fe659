using System.Globalization;
using System.Text;
using WebShell.Core.Text;

namespace WebShell.Core.Inventory.Formats;

/// <summary>Text out of a file, made harmless and short enough for a sentence: one line, nothing that cannot be seen.</summary>
internal static class ShownText
{
    private const int MaxRunes = 300;

    public static string Of(string text)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes().Take(MaxRunes))
        {
            _ = VisibleCharacter.Is(rune) ? shown.Append(rune)
                : rune.Value is '\n' or '\t' ? shown.Append(' ')
                : shown.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
        }

        return text.Length > MaxRunes ? shown.Append('…').ToString() : shown.ToString();
    }
}

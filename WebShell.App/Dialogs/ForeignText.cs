using System.Globalization;
using System.Text;

namespace WebShell.App.Dialogs;

/// <summary>
/// Makes text that a machine, a file or a person chose harmless to look at: control, bidi and other invisible characters are
/// dropped and the length is bounded, so that a name cannot pretend to be another one. Markup is not its concern: Blazor encodes.
/// </summary>
internal static class ForeignText
{
    public const int MaxLength = 256;

    public static string Clean(string? text, int maxLength = MaxLength)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var clean = new StringBuilder(Math.Min(text.Length, maxLength));
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsVisible(rune))
            {
                continue;
            }

            if (clean.Length + rune.Utf16SequenceLength > maxLength)
            {
                return clean.Append('…').ToString();
            }

            clean.Append(rune.ToString());
        }

        return clean.ToString();
    }

    // Format holds the bidi controls (U+202A–202E, U+2066–2069, U+200E/F, U+061C), zero-width characters and soft hyphens.
    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate);
}

using System.Globalization;
using System.Text;

namespace WebShell.App.Terminals;

/// <summary>A title as a machine may set it: at most <see cref="MaxLength"/> characters, without control, format and bidi characters.</summary>
internal static class TerminalTitle
{
    public const int MaxLength = 128;

    public static string Clean(string title)
    {
        var clean = new StringBuilder();
        foreach (var rune in title.EnumerateRunes())
        {
            if (clean.Length + rune.Utf16SequenceLength > MaxLength)
            {
                break;
            }

            if (IsShown(rune))
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString().Trim();
    }

    private static bool IsShown(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate);
}

using System.Globalization;
using System.Text;

namespace WebShell.Core.Text;

/// <summary>Which characters of a name can be seen: the others could make one name look like another.</summary>
public static class VisibleCharacter
{
    /// <summary>
    /// False for control characters, line separators, private use and surrogates, and for the category Format: the bidi controls (UAX #9;
    /// U+202A–202E, U+2066–2069, U+200E/F, U+061C), zero-width characters, soft hyphens and the BOM.
    /// </summary>
    public static bool Is(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate);
}

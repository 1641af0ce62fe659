using System.Globalization;
using System.Text;

namespace WebShell.Core.Text;

/// <summary>What people write where one line is meant: lines and blanks become one blank, and what cannot be seen goes, whatever was pasted.</summary>
public static class OneLine
{
    /// <summary>Not shortened.</summary>
    public static string Clean(string? text)
    {
        var clean = new StringBuilder();
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                _ = clean.Length > 0 && clean[^1] != ' ' ? clean.Append(' ') : clean;
            }
            else if (VisibleCharacter.Is(rune) && rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune) != UnicodeCategory.OtherNotAssigned)
            {
                clean.Append(rune);
            }
        }

        return clean.ToString().TrimEnd();
    }
}

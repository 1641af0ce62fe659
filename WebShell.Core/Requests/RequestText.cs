using System.Globalization;
using System.Text;
using WebShell.Core.Inventory;
using WebShell.Core.Text;

namespace WebShell.Core.Requests;

/// <summary>What people write into requests and answers: one line that can be seen, whatever was pasted.</summary>
public static class RequestText
{
    public const int MaxReason = 500;

    /// <summary>Lines and blanks become one blank, what cannot be seen goes; not shortened.</summary>
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

    /// <summary>Null, or the mistake of a reason that is <see cref="Clean"/>.</summary>
    public static FieldMistake? Check(string why) =>
        why.Length == 0 ? new FieldMistake("why", "Say why: it is what the answer goes by, and it stays in the audit log.")
        : why.Length > MaxReason ? new FieldMistake("why", $"The reason has {why.Length:N0} characters; at most {MaxReason} are kept.")
        : null;

    /// <summary>At most so many characters, and never half of one.</summary>
    internal static string Cut(string text, int most) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)].TrimEnd();
}

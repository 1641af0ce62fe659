namespace WebShell.App.Palette;

/// <summary>
/// How well a text answers what was typed: all typed characters occur in it, in that order and without regard to case. More for whole words,
/// beginnings of words and characters that stand together, less for what is left over.
/// </summary>
/// <param name="Score">The higher the better.</param>
/// <param name="Marks">The characters that were typed, one bit each; those behind the 64th have none.</param>
public readonly record struct FuzzyMatch(int Score, ulong Marks)
{
    private const int Whole = 100;
    private const int Beginning = 60;
    private const int Together = 40;
    private const int WordStart = 8;
    private const int Next = 5;
    private const int Marked = 64;

    /// <summary>Null: it does not match. Nothing typed matches everything.</summary>
    public static FuzzyMatch? Of(ReadOnlySpan<char> text, ReadOnlySpan<char> typed)
    {
        if (typed.IsEmpty)
        {
            return new FuzzyMatch(0, 0);
        }

        var together = text.IndexOf(typed, StringComparison.OrdinalIgnoreCase);
        if (together >= 0)
        {
            var bonus = text.Length == typed.Length ? Whole : together == 0 ? Beginning : IsWordStart(text, together) ? Together + WordStart : Together;
            return new FuzzyMatch(bonus + (typed.Length * Next) - LeftOver(text, typed), MarksOf(together, typed.Length));
        }

        return Scattered(text, typed);
    }

    public bool IsMarked(int index) => index < Marked && (Marks >> index & 1) != 0;

    // Each character at the first place where it can stand.
    private static FuzzyMatch? Scattered(ReadOnlySpan<char> text, ReadOnlySpan<char> typed)
    {
        var (score, marks, at) = (0, 0UL, 0);
        foreach (var wanted in typed)
        {
            var found = Find(text, at, wanted);
            if (found < 0)
            {
                return null;
            }

            score += IsWordStart(text, found) ? WordStart : found == at ? Next : 1;
            marks |= MarksOf(found, 1);
            at = found + 1;
        }

        return new FuzzyMatch(score - LeftOver(text, typed), marks);
    }

    private static int Find(ReadOnlySpan<char> text, int from, char wanted)
    {
        wanted = char.ToUpperInvariant(wanted);
        for (var i = from; i < text.Length; i++)
        {
            if (char.ToUpperInvariant(text[i]) == wanted)
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsWordStart(ReadOnlySpan<char> text, int at) =>
        at == 0 || !char.IsLetterOrDigit(text[at - 1]) || (char.IsDigit(text[at]) && !char.IsDigit(text[at - 1]));

    private static int LeftOver(ReadOnlySpan<char> text, ReadOnlySpan<char> typed) => Math.Min(text.Length - typed.Length, Marked) / 4;

    private static ulong MarksOf(int start, int length)
    {
        var marks = 0UL;
        for (var i = start; i < start + length && i < Marked; i++)
        {
            marks |= 1UL << i;
        }

        return marks;
    }
}

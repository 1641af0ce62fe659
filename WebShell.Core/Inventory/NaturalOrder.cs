namespace WebShell.Core.Inventory;

/// <summary>Orders text as people do: without regard to case, and numbers in it by their value, so that <c>web-2</c> comes before <c>web-10</c>.</summary>
public sealed class NaturalOrder : IComparer<string>
{
    private NaturalOrder()
    {
    }

    public static NaturalOrder Instance { get; } = new();

    public int Compare(string? x, string? y) => Compare(x.AsSpan(), y.AsSpan());

    private static int Compare(ReadOnlySpan<char> x, ReadOnlySpan<char> y)
    {
        // What differs only in leading zeros differs at last, so that the order is one order.
        var tie = x.Length.CompareTo(y.Length);
        while (!x.IsEmpty && !y.IsEmpty)
        {
            var order = char.IsAsciiDigit(x[0]) && char.IsAsciiDigit(y[0]) ? CompareNumbers(ref x, ref y) : CompareCharacters(ref x, ref y);
            if (order != 0)
            {
                return order;
            }
        }

        return x.Length != y.Length ? x.Length.CompareTo(y.Length) : tie;
    }

    private static int CompareCharacters(ref ReadOnlySpan<char> x, ref ReadOnlySpan<char> y)
    {
        var order = char.ToUpperInvariant(x[0]).CompareTo(char.ToUpperInvariant(y[0]));
        x = x[1..];
        y = y[1..];
        return order;
    }

    // Of any length: without leading zeros the longer one is greater, and of two as long the digits decide.
    private static int CompareNumbers(ref ReadOnlySpan<char> x, ref ReadOnlySpan<char> y)
    {
        var first = TakeNumber(ref x);
        var second = TakeNumber(ref y);
        return first.Length != second.Length ? first.Length.CompareTo(second.Length) : first.SequenceCompareTo(second);
    }

    private static ReadOnlySpan<char> TakeNumber(ref ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        var digits = end < 0 ? text : text[..end];
        text = text[digits.Length..];
        return digits.TrimStart('0');
    }
}

namespace WebShell.Core.Vt;

/// <summary>How many cells a character takes in the page's terminal: Unicode 11, as its xterm.js is set to.</summary>
internal static partial class CharacterWidth
{
    private const int FirstNotOne = 0x300;

    public static int Of(int character) =>
        character < FirstNotOne ? 1
        : Holds(Zero, character) ? 0
        : Holds(Two, character) ? 2
        : 1;

    private static bool Holds(int[] ranges, int character)
    {
        // The first range that does not end before it.
        var (low, high) = (0, ranges.Length / 2);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (ranges[(middle * 2) + 1] < character)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low * 2 < ranges.Length && ranges[low * 2] <= character;
    }
}

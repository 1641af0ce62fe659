namespace WebShell.Core.Inventory.Formats.SshConfig;

/// <summary>How many names may be compared with patterns for one file: what an honest fleet stays far below, and a hostile file may not exceed.</summary>
internal sealed class MatchBudget
{
    private const int Comparisons = 50_000_000;

    private int _left = Comparisons;

    /// <exception cref="InventoryException">It is spent.</exception>
    public void Spend(int comparisons)
    {
        _left -= comparisons;
        if (_left < 0)
        {
            throw new InventoryException("There are too many patterns for so many hosts.");
        }
    }
}

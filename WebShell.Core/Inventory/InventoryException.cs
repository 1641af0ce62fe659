namespace WebShell.Core.Inventory;

/// <summary>A source could not give its machines; the message is for the user and names every mistake, one a line.</summary>
public sealed class InventoryException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    private const int MaxNamed = 100;

    public InventoryException(IReadOnlyCollection<string> mistakes)
        : this(string.Join('\n', mistakes.Take(MaxNamed))
            + (mistakes.Count > MaxNamed ? $"\n… and {mistakes.Count - MaxNamed} more." : ""))
    {
    }
}

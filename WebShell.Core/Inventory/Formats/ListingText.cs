namespace WebShell.Core.Inventory.Formats;

/// <summary>A file as a format reads it.</summary>
/// <param name="FileName">Its name without folders; formats may be told apart by it.</param>
/// <param name="Text">All of it.</param>
public sealed record ListingText(string FileName, string Text)
{
    /// <summary>The folder that an <c>Include</c> may read from, never outside it; null: nothing is included (an uploaded file).</summary>
    public string? BaseDirectory { get; init; }

    /// <summary>The logins of machines for which the source names none; empty: those machines are rejected.</summary>
    public IReadOnlyList<string> DefaultLogins { get; init; } = [];
}

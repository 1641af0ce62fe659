namespace WebShell.App.Inventory;

/// <summary>
/// The machines that the table drew last, as it tells them one by one from the top: a row that does not follow the one before begins a new
/// drawing. Only for the circuit's own thread.
/// </summary>
public sealed class RowsInSight
{
    /// <summary>No screen has more; a drawing that happens to go on where the last one ended does not grow it for ever.</summary>
    public const int Most = 200;

    private readonly Dictionary<string, string> _drawn = new(StringComparer.OrdinalIgnoreCase);
    private int _last = -1;

    /// <summary>How often the table was drawn.</summary>
    public int Drawings { get; private set; }

    /// <summary>The slugs of the machines in sight.</summary>
    public IReadOnlyCollection<string> Slugs => _drawn.Keys;

    /// <summary>A row is drawn.</summary>
    /// <param name="index">From the top.</param>
    /// <param name="slug">Its machine's; null: it is a section's head.</param>
    /// <param name="words">What it says about whether the machine answers.</param>
    public void Note(int index, string? slug, string words)
    {
        if (index != _last + 1 || _drawn.Count >= Most)
        {
            _drawn.Clear();
            Drawings++;
        }

        _last = index;
        if (slug is not null)
        {
            _drawn[slug] = words;
        }
    }

    /// <summary>Whether some row would say something else now.</summary>
    public bool IsStale(Func<string, string> wordsOf) => _drawn.Any(row => wordsOf(row.Key) != row.Value);
}

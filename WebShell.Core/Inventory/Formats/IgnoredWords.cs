namespace WebShell.Core.Inventory.Formats;

/// <summary>What was read and has no meaning here, by its keyword or variable: named once, with where it first stands and how often.</summary>
internal sealed class IgnoredWords
{
    private const int MaxKeywords = 1000;
    private const int MaxNotes = 1000;

    private readonly Dictionary<string, (string Place, int Count)> _keywords = [];
    private readonly List<string> _notes = [];

    public void Add(string keyword, string place)
    {
        if (_keywords.TryGetValue(keyword, out var seen))
        {
            _keywords[keyword] = seen with { Count = seen.Count + 1 };
        }
        else if (_keywords.Count < MaxKeywords)
        {
            _keywords[keyword] = (place, 1);
        }
    }

    public void Note(string sentence)
    {
        if (_notes.Count < MaxNotes)
        {
            _notes.Add(sentence);
        }
    }

    public void Report(ListingBuilder listing)
    {
        foreach (var note in _notes)
        {
            listing.Ignore(note);
        }

        foreach (var (keyword, (place, count)) in _keywords.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            listing.Ignore($"{ShownText.Of(keyword)} ({place}{(count > 1 ? $" and {count - 1} more" : "")})");
        }
    }
}

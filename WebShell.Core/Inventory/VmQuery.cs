using System.Net;
using System.Text;

namespace WebShell.Core.Inventory;

/// <summary>
/// What to look for: words (all must occur in name, address, login, OS, owner or a label's value; case-insensitive) and labels
/// (<c>env:prod</c>, excluded with a leading minus).
/// </summary>
public sealed record VmQuery
{
    public IReadOnlyList<string> Words { get; init; } = [];

    public IReadOnlyList<string> ExcludedWords { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> ExcludedLabels { get; init; } = [];

    /// <summary>True where nothing is asked for: every machine matches.</summary>
    public bool IsEmpty => Words.Count + ExcludedWords.Count + Labels.Count + ExcludedLabels.Count == 0;

    /// <summary>
    /// Reads <c>free text env:prod role=web -site:ams2 "two words" owner:"Team A"</c>; never fails, what is not a label is a
    /// word, a quote that is not closed ends with the text.
    /// </summary>
    public static VmQuery Parse(string text)
    {
        List<string> words = [], excludedWords = [];
        List<KeyValuePair<string, string>> labels = [], excludedLabels = [];
        foreach (var (term, isExcluded, isQuoted) in Terms(text))
        {
            if (!isQuoted && AsLabel(term) is { } label)
            {
                (isExcluded ? excludedLabels : labels).Add(label);
            }
            else
            {
                (isExcluded ? excludedWords : words).Add(term);
            }
        }

        return new VmQuery { Words = words, ExcludedWords = excludedWords, Labels = labels, ExcludedLabels = excludedLabels };
    }

    private static KeyValuePair<string, string>? AsLabel(string term)
    {
        var at = term.AsSpan().IndexOfAny(':', '=');
        return at > 0 && at < term.Length - 1 && VmValidation.LabelKey(term[..at]) is null && !IPAddress.TryParse(term, out _)
            ? KeyValuePair.Create(term[..at], term[(at + 1)..])
            : null;
    }

    // IsQuoted: the term began with a quote, so it is a word whatever is in it.
    private static IEnumerable<(string Term, bool IsExcluded, bool IsQuoted)> Terms(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                i++;
                continue;
            }

            var isExcluded = text[i] == '-';
            i += isExcluded ? 1 : 0;
            var isQuoted = i < text.Length && text[i] == '"';
            var term = ReadTerm(text, ref i);
            if (term.Length > 0)
            {
                yield return (term, isExcluded, isQuoted);
            }
        }
    }

    private static string ReadTerm(string text, ref int i)
    {
        var term = new StringBuilder();
        for (var inQuotes = false; i < text.Length && (inQuotes || !char.IsWhiteSpace(text[i])); i++)
        {
            if (text[i] == '"')
            {
                inQuotes = !inQuotes;
            }
            else
            {
                term.Append(text[i]);
            }
        }

        return term.ToString();
    }
}

using System.Net;
using System.Text;

namespace WebShell.Core.Inventory;

/// <summary>
/// What to look for, as typed: words (all must occur in name, addresses, login, OS, owner or a label's value; case-insensitive), labels
/// (<c>env:prod</c>), states (<c>is:favourite</c>), each excluded by a leading minus. A <c>*</c> stands for any text.
/// </summary>
public sealed record VmQuery
{
    /// <summary>The word before the colon that asks for a state of the machine instead of a label of it.</summary>
    public const string StateKey = "is";

    public IReadOnlyList<string> Words { get; init; } = [];

    public IReadOnlyList<string> ExcludedWords { get; init; } = [];

    /// <summary>Labels, or fields of the entry by their names (<see cref="VmField"/>), and the value that is asked for.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> ExcludedLabels { get; init; } = [];

    /// <summary>
    /// What else a machine must be, in lower case: <c>favourite</c>, <c>online</c>. The inventory knows none of these; who searches
    /// on a person's behalf does, and says which word it does not know.
    /// </summary>
    public IReadOnlyList<string> States { get; init; } = [];

    public IReadOnlyList<string> ExcludedStates { get; init; } = [];

    /// <summary>True where nothing is asked for: every machine matches.</summary>
    public bool IsEmpty => Words.Count + ExcludedWords.Count + Labels.Count + ExcludedLabels.Count + States.Count + ExcludedStates.Count == 0;

    /// <summary>
    /// Reads <c>free text env:prod role=web -site:ams2 is:online "two words" owner:"Team A"</c>; never fails, what is not a label is a
    /// word, a quote that is not closed ends with the text.
    /// </summary>
    public static VmQuery Parse(string text)
    {
        List<string> words = [], excludedWords = [], states = [], excludedStates = [];
        List<KeyValuePair<string, string>> labels = [], excludedLabels = [];
        foreach (var (term, isExcluded, isQuoted) in Terms(text))
        {
            if (isQuoted || AsLabel(term) is not { } label)
            {
                (isExcluded ? excludedWords : words).Add(term);
            }
            else if (label.Key.Equals(StateKey, StringComparison.OrdinalIgnoreCase))
            {
                (isExcluded ? excludedStates : states).Add(label.Value.ToLowerInvariant());
            }
            else
            {
                (isExcluded ? excludedLabels : labels).Add(label);
            }
        }

        return new VmQuery
        {
            Words = words,
            ExcludedWords = excludedWords,
            Labels = labels,
            ExcludedLabels = excludedLabels,
            States = states,
            ExcludedStates = excludedStates,
        };
    }

    /// <summary>Both questions at once: what matches the two of them.</summary>
    public VmQuery And(VmQuery other) => new()
    {
        Words = [.. Words, .. other.Words],
        ExcludedWords = [.. ExcludedWords, .. other.ExcludedWords],
        Labels = [.. Labels, .. other.Labels],
        ExcludedLabels = [.. ExcludedLabels, .. other.ExcludedLabels],
        States = [.. States, .. other.States],
        ExcludedStates = [.. ExcludedStates, .. other.ExcludedStates],
    };

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

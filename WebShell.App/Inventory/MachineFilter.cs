using Microsoft.AspNetCore.Http.Extensions;
using WebShell.Core.Inventory;

namespace WebShell.App.Inventory;

/// <summary>
/// What the machines page shows: free text, label filters and the order. It lives in the url (<c>?q=text&amp;tag=key:value</c>, a
/// leading minus excludes; <c>&amp;sort=column</c>), so that a filtered view is a link.
/// </summary>
public sealed record MachineFilter(string Text, IReadOnlyList<string> Tags)
{
    /// <summary>More label filters than this in a url are ignored.</summary>
    public const int MaxTags = 16;

    public const int MaxTextLength = 256;

    public static MachineFilter Everything { get; } = new("", []);

    /// <summary>The order; it hides nothing.</summary>
    public MachineSort Sort { get; init; }

    /// <summary>Everything, in this order.</summary>
    public MachineFilter Cleared => Everything with { Sort = Sort };

    public bool IsEmpty => Tags.Count == 0 && string.IsNullOrWhiteSpace(Text);

    public static MachineFilter FromUrl(string? text, IReadOnlyList<string>? tags, string? sort = null) => new(
        Shorten(text ?? ""),
        [.. (tags ?? []).Where(IsTag).Select(Shorten).Distinct(StringComparer.OrdinalIgnoreCase).Take(MaxTags)])
    {
        Sort = MachineSort.Parse(sort),
    };

    /// <summary>The page's url, relative to the base.</summary>
    public string Url
    {
        get
        {
            var query = new QueryBuilder();
            if (Text.Trim() is { Length: > 0 } text)
            {
                query.Add("q", text);
            }

            query.Add("tag", Tags);
            if (Sort != MachineSort.ByName)
            {
                query.Add("sort", Sort.ToString());
            }

            return query.ToString();
        }
    }

    public VmQuery Query
    {
        get
        {
            var words = VmQuery.Parse(Text);
            return words with
            {
                Labels = [.. words.Labels, .. Tags.Where(tag => tag[0] != '-').Select(tag => LabelOf(tag))],
                ExcludedLabels = [.. words.ExcludedLabels, .. Tags.Where(tag => tag[0] == '-').Select(tag => LabelOf(tag[1..]))],
            };
        }
    }

    /// <summary>Moves the labels that were typed in full (<c>env:prod </c>, <c>role=web </c>) from the text to the chips.</summary>
    /// <param name="atEnd">Typing is over: the last word counts too.</param>
    public MachineFilter WithTypedTags(bool atEnd)
    {
        if (Text.Contains('"', StringComparison.Ordinal))
        {
            return this; // quoted words stay words
        }

        var words = Text.Split(' ');
        var complete = atEnd ? words.Length : words.Length - 1;
        var typed = words.Take(complete).Where(IsTypedTag).ToList();
        if (typed.Count == 0)
        {
            return this;
        }

        var rest = words.Where((word, index) => index >= complete || !IsTypedTag(word));
        return this with
        {
            Text = string.Join(' ', rest).TrimStart(),
            Tags = [.. Tags.Concat(typed.Select(Normalise)).Distinct(StringComparer.OrdinalIgnoreCase).Take(MaxTags)],
        };
    }

    public MachineFilter With(string key, string value) => this with { Tags = [.. Tags, $"{key}:{value}"] };

    public MachineFilter Without(string tag) => this with { Tags = [.. Tags.Where(other => other != tag)] };

    public MachineFilter WithoutWord(string word) => this with
    {
        Text = string.Join(' ', Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(other => other != word)),
    };

    /// <summary>Every part that one could drop to see more: the chips and the words.</summary>
    public IEnumerable<(string Part, MachineFilter Without)> Parts =>
        Tags.Select(tag => (tag, Without(tag)))
            .Concat(Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct().Select(word => (word, WithoutWord(word))));

    private static KeyValuePair<string, string> LabelOf(string tag)
    {
        var colon = tag.IndexOf(':');
        return new(tag[..colon], tag[(colon + 1)..]);
    }

    private static bool IsTag(string? tag) => tag is { Length: > 2 } && tag.TrimStart('-').IndexOf(':') is > 0;

    // The inventory's own reading of the word decides what a label is: an IPv6 address is none.
    private static bool IsTypedTag(string word)
    {
        var query = VmQuery.Parse(word);
        return query.Labels.Count + query.ExcludedLabels.Count == 1;
    }

    private static string Normalise(string word)
    {
        var query = VmQuery.Parse(word);
        return query.Labels is [var label] ? $"{label.Key}:{label.Value}" : $"-{query.ExcludedLabels[0].Key}:{query.ExcludedLabels[0].Value}";
    }

    private static string Shorten(string text) => text.Length <= MaxTextLength ? text : text[..MaxTextLength];
}

using Microsoft.AspNetCore.Http.Extensions;
using WebShell.Core.Inventory;
using WebShell.Core.Personal;

namespace WebShell.App.Inventory;

/// <summary>
/// What the machines page shows: free text, label filters, the order, and where a view says so groups and columns. It lives in the url
/// (<c>?q=text&amp;tag=key:value</c>, a leading minus excludes; <c>&amp;sort=column&amp;group=env,role&amp;cols=name,os</c>), so that a view is a link.
/// </summary>
public sealed record MachineFilter(string Text, IReadOnlyList<string> Tags)
{
    /// <summary>More label filters than this in a url are ignored.</summary>
    public const int MaxTags = 16;

    public const int MaxTextLength = 256;

    /// <summary>Machines are grouped by at most so many names at once.</summary>
    public const int MaxGroups = 2;

    /// <summary>In the url: grouped by nothing, whatever the user likes.</summary>
    private const string NoGroup = "none";

    public static MachineFilter Everything { get; } = new("", []);

    /// <summary>The order; it hides nothing.</summary>
    public MachineSort Sort { get; init; } = MachineSort.ByName;

    /// <summary>Fields and labels (<see cref="VmField"/>) to group by; null: as the user likes it.</summary>
    public IReadOnlyList<string>? Group { get; init; }

    /// <summary>The columns; null: as the user likes them.</summary>
    public IReadOnlyList<MachineColumn>? Columns { get; init; }

    /// <summary>Everything, laid out as this.</summary>
    public MachineFilter Cleared => Everything with { Sort = Sort, Group = Group, Columns = Columns };

    public bool IsEmpty => Tags.Count == 0 && string.IsNullOrWhiteSpace(Text);

    public static MachineFilter FromUrl(string? text, IReadOnlyList<string>? tags, string? sort = null, string? group = null, string? columns = null) => new(
        Shorten(text ?? ""),
        [.. (tags ?? []).Where(IsTag).Select(Shorten).Distinct(StringComparer.OrdinalIgnoreCase).Take(MaxTags)])
    {
        Sort = MachineSort.Parse(sort),
        Group = ParseGroup(group),
        Columns = MachineColumn.ParseList(columns),
    };

    public static MachineFilter Of(SavedView view) =>
        FromUrl(view.Query, [], view.Sort, view.Group, view.Columns).WithTypedTags(atEnd: true);

    /// <summary>Null where nothing is said.</summary>
    public static IReadOnlyList<string>? ParseGroup(string? text) => string.IsNullOrEmpty(text)
        ? null
        : text == NoGroup ? [] : [.. text.Split(',').Where(IsGroup).Distinct(StringComparer.OrdinalIgnoreCase).Take(MaxGroups)];

    public static string GroupText(IReadOnlyList<string>? group) => group is null ? "" : group.Count == 0 ? NoGroup : string.Join(',', group);

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

            if (Group is not null)
            {
                query.Add("group", GroupText(Group));
            }

            if (Columns is not null)
            {
                query.Add("cols", MachineColumn.ListOf(Columns));
            }

            return query.ToString();
        }
    }

    /// <summary>All of it as one would type it.</summary>
    public string QueryText => string.Join(' ', [.. Tags.Select(Quoted), .. Text.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

    public VmQuery Query => Tags.Aggregate(VmQuery.Parse(Text), (query, tag) => query.And(VmQuery.Parse(Quoted(tag))));

    /// <summary>Whether both ask for the same and lay it out the same way.</summary>
    public bool IsSameAs(MachineFilter other) =>
        QueryText.Equals(other.QueryText, StringComparison.OrdinalIgnoreCase) && Sort == other.Sort
        && GroupText(Group) == GroupText(other.Group) && MachineColumn.ListOf(Columns ?? []) == MachineColumn.ListOf(other.Columns ?? []);

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
        var typed = words.Take(complete).Where(word => TagOf(word) is not null).ToList();
        if (typed.Count == 0)
        {
            return this;
        }

        var rest = words.Where((word, index) => index >= complete || TagOf(word) is null);
        return this with
        {
            Text = string.Join(' ', rest).TrimStart(),
            Tags = [.. Tags.Concat(typed.Select(word => TagOf(word)!)).Distinct(StringComparer.OrdinalIgnoreCase).Take(MaxTags)],
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

    private static bool IsTag(string? tag) => tag is { Length: > 2 } && tag.TrimStart('-').IndexOf(':') is > 0;

    private static bool IsGroup(string name) => VmField.IsField(name) || VmValidation.LabelKey(name) is null;

    // The inventory's own reading of the word decides what a label is: an IPv6 address is none.
    private static string? TagOf(string word) => VmQuery.Parse(word) switch
    {
        { Labels: [var label] } => $"{label.Key}:{label.Value}",
        { ExcludedLabels: [var label] } => $"-{label.Key}:{label.Value}",
        { States: [var state] } => $"{VmQuery.StateKey}:{state}",
        { ExcludedStates: [var state] } => $"-{VmQuery.StateKey}:{state}",
        _ => null,
    };

    // As it must be typed, where its value has spaces.
    private static string Quoted(string tag)
    {
        var value = tag.IndexOf(':') + 1;
        return tag.AsSpan(value).ContainsAny(" \t") ? $"{tag[..value]}\"{tag[value..]}\"" : tag;
    }

    private static string Shorten(string text) => text.Length <= MaxTextLength ? text : text[..MaxTextLength];
}

using System.Globalization;
using WebShell.Core.Inventory;

namespace WebShell.Core.Access.Rules;

/// <summary>The parts of a rule as files and comparisons write them; equal parts have equal texts, whatever the order they were named in.</summary>
public static class RuleText
{
    public const string Everything = "*";

    public static IReadOnlyDictionary<string, RuleActivities> Activities { get; } = new Dictionary<string, RuleActivities>
    {
        ["shell"] = RuleActivities.Shell,
        ["watch"] = RuleActivities.Watch,
        ["share"] = RuleActivities.Share,
        ["files"] = RuleActivities.Files,
        ["forward"] = RuleActivities.Forward,
        ["record-view"] = RuleActivities.RecordView,
        ["no-recording"] = RuleActivities.NoRecording,
    };

    public static IReadOnlyList<string> What(RuleActivities what) => [.. Activities.Where(named => what.HasFlag(named.Value)).Select(named => named.Key)];

    public static string Effect(RuleEffect effect) => effect == RuleEffect.Allow ? "allow" : "deny";

    public static string Where(VmQuery? query) => query is null ? Everything : string.Join(' ',
    [
        .. query.Words.Concat(query.States.Select(state => $"{VmQuery.StateKey}:{state}")).Select(word => $"\"{word}\""),
        .. query.Labels.Select(label => Term("", label)),
        .. query.ExcludedLabels.Select(label => Term("-", label)),
    ]);

    public static bool CanBeWritten(VmQuery query)
    {
        var read = VmQuery.Parse(Where(query));
        return read.Words.Count + read.ExcludedWords.Count + read.States.Count + read.ExcludedStates.Count == 0
            && read.Labels.SequenceEqual(query.Labels) && read.ExcludedLabels.SequenceEqual(query.ExcludedLabels);
    }

    public static string Time(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);

    /// <summary>Null where it is not a time with its distance from UTC.</summary>
    public static DateTimeOffset? Time(string text)
    {
        string[] forms = ["yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'"];
        return DateTimeOffset.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
    }

    /// <summary>Every part that two rules can differ in, by its key in the YAML form; empty where there is nothing.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Fields(AccessRule rule) =>
    [
        new("name", rule.Name),
        new("effect", Effect(rule.Effect)),
        new("who", Who(rule.Who)),
        new("where", Where(Sorted(rule.Where))),
        new("as", Set(rule.Logins, StringComparer.Ordinal)),
        new("what", string.Join(", ", What(rule.What))),
        new("when", When(rule.When)),
        new("from", Set(rule.From, StringComparer.Ordinal)),
        new("granted", rule.Granted is null ? "" : $"by {rule.Granted.By}: {rule.Granted.Why}"),
    ];

    private static string Who(RulePeople who) => who.IsEverybody ? "everybody" : string.Join(", ",
        who.Users.Order(StringComparer.OrdinalIgnoreCase).Select(name => $"user {name}")
            .Concat(who.Groups.Order(StringComparer.OrdinalIgnoreCase).Select(name => $"group {name}")).Distinct(StringComparer.OrdinalIgnoreCase));

    private static string When(RuleTimes when) => string.Join(", ",
    [
        .. when.Hours.Select(hours => hours.ToString()).Order(StringComparer.Ordinal).Distinct(),
        .. when.Zone is null ? Array.Empty<string>() : [when.Zone],
        .. when.NotBefore is { } start ? [$"not before {Time(start)}"] : Array.Empty<string>(),
        .. when.Until is { } end ? [$"until {Time(end)}"] : Array.Empty<string>(),
    ]);

    private static VmQuery? Sorted(VmQuery? query) => query is null ? null : query with
    {
        Labels = [.. query.Labels.OrderBy(label => label.Key, StringComparer.Ordinal).ThenBy(label => label.Value, StringComparer.Ordinal)],
        ExcludedLabels = [.. query.ExcludedLabels.OrderBy(label => label.Key, StringComparer.Ordinal).ThenBy(label => label.Value, StringComparer.Ordinal)],
    };

    private static string Set(IEnumerable<string> values, StringComparer order) => string.Join(", ", values.Distinct(order).Order(order));

    private static string Term(string sign, KeyValuePair<string, string> label) =>
        label.Value.Any(char.IsWhiteSpace) ? $"{sign}{label.Key}:\"{label.Value}\"" : $"{sign}{label.Key}:{label.Value}";
}

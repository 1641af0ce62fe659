using System.Text.RegularExpressions;
using WebShell.Core.Inventory;

namespace WebShell.Core.Access.Rules;

/// <summary>What rules may look like, in one place; names every mistake, with the field it is in by its key in the YAML form.</summary>
public static partial class RuleValidation
{
    public const int MaxRules = 2000;
    public const int MaxListed = 1000;

    private const int EarliestYear = 2000;
    private const int LatestYear = 2200;

    /// <summary>Every mistake of one rule.</summary>
    public static IReadOnlyList<FieldMistake> Check(AccessRule rule) =>
    [
        .. At("id", RuleId().IsMatch(rule.Id) ? null : $"id {VmValidation.Quoted(rule.Id)} is not one (small letters, digits and '-', at most 64 characters)."),
        .. At("name", Plain("name", rule.Name)),
        .. At("effect", Enum.IsDefined(rule.Effect) ? null : "effect must be allow or deny."),
        .. Who(rule.Who),
        .. At("where", rule.Where is null ? null : Where(rule.Where)),
        .. Listed("as", rule.Logins, "a login", LoginPattern.Check),
        .. What(rule),
        .. When(rule.When),
        .. At("from", rule.From.Count > MaxListed ? $"from lists more than {MaxListed} ranges." : null),
        .. rule.From.SelectMany(range => At("from", AddressRange.Parse(range).Mistake)),
        .. Granted(rule),
    ];

    /// <summary>Every mistake of many rules, one sentence each.</summary>
    public static IReadOnlyList<string> CheckAll(IReadOnlyCollection<AccessRule> rules) =>
    [
        .. rules.Count > MaxRules ? [$"There are {rules.Count} rules; at most {MaxRules} are possible."] : Array.Empty<string>(),
        .. rules.SelectMany(rule => Check(rule).Select(mistake => $"rule {VmValidation.Quoted(rule.Name)}: {mistake.Sentence}")),
        .. Twice(rules, "id", rule => rule.Id),
        .. Twice(rules, "name", rule => rule.Name),
    ];

    private static IEnumerable<FieldMistake> Who(RulePeople who)
    {
        var names = who.Users.Count + who.Groups.Count;
        if (names == 0 != who.IsEverybody)
        {
            yield return new FieldMistake("who", names == 0 ? "who is empty: name users or groups, or say everybody." : "who says everybody and names some: one of the two is meant.");
        }

        if (names > MaxListed)
        {
            yield return new FieldMistake("who", $"who names more than {MaxListed} users and groups.");
        }

        foreach (var mistake in who.Users.Select(name => Plain("user", name)).Concat(who.Groups.Select(name => Plain("group", name))).OfType<string>())
        {
            yield return new FieldMistake("who", mistake);
        }
    }

    // A word would match whatever happens to contain it, a state is the searcher's own.
    internal static string? Where(VmQuery query) =>
        query.Words.Concat(query.ExcludedWords).FirstOrDefault() is { } word ? $"where: {VmValidation.Quoted(word)} is a word; a rule needs a label or a field (env:prod, name:db-*)."
        : query.States.Concat(query.ExcludedStates).FirstOrDefault() is { } state ? $"where: {VmValidation.Quoted("is:" + state)} changes with who looks; a rule needs labels and fields."
        : query.IsEmpty ? "where is empty: say which machines, or * for all."
        : query.Labels.Concat(query.ExcludedLabels).Any(label => VmValidation.LabelKey(label.Key) is not null) ? "where has a label that is not a key."
        : RuleText.CanBeWritten(query) ? null
        : "where has a value that cannot be written (a quotation mark, or a label that reads as an address).";

    private static IEnumerable<FieldMistake> What(AccessRule rule) =>
        rule.What == RuleActivities.None ? At("what", "what is empty: name at least one activity.")
        : (rule.What & ~RuleActivities.All) != 0 ? At("what", "what has an activity that there is not.")
        : [];

    private static IEnumerable<FieldMistake> When(RuleTimes when)
    {
        foreach (var hours in when.Hours)
        {
            if (hours.Days == RuleDays.None || (hours.Days & ~RuleDays.Daily) != 0)
            {
                yield return new FieldMistake("when", "hours without a day never match.");
            }
            else if (hours.From == hours.To && hours.From != default)
            {
                yield return new FieldMistake("when", $"hours {VmValidation.Quoted(hours.ToString())} begin when they end: write 00:00-24:00 for whole days.");
            }
        }

        if (Zone(when) is { } zone)
        {
            yield return new FieldMistake("when", zone);
        }

        if (Span(when) is { } span)
        {
            yield return new FieldMistake("when", span);
        }
    }

    private static string? Zone(RuleTimes when) =>
        when.Hours.Count > MaxListed ? $"when has more than {MaxListed} hours."
        : when.Zone is null ? when.Hours.Count > 0 ? "hours need a time zone (zone: Europe/Berlin)." : null
        : RuleClock.Find(when.Zone) is null ? $"time zone {VmValidation.Quoted(when.Zone)} is not known here; names are like Europe/Berlin or UTC."
        : when.Hours.Count == 0 ? "a time zone without hours says nothing."
        : null;

    private static string? Span(RuleTimes when)
    {
        if (new[] { when.NotBefore, when.Until }.Any(at => at is { UtcDateTime.Year: < EarliestYear or > LatestYear }))
        {
            return $"dates must lie between {EarliestYear} and {LatestYear}.";
        }

        return when.NotBefore >= when.Until ? "the rule ends before it begins."
            : when.NotBefore is { } start && when.Until is not null && new RuleClock(when).NextStart(start) is null ? "its hours never match between its beginning and its end."
            : null;
    }

    private static IEnumerable<FieldMistake> Granted(AccessRule rule) => rule.Granted is null ? [] :
    [
        .. At("granted", Plain("by", rule.Granted.By)),
        .. At("granted", Plain("why", rule.Granted.Why)),
        .. At("granted", rule.When.Until is null ? "what is granted ends by itself: it needs 'until'." : null),
        .. At("granted", rule.Effect == RuleEffect.Deny ? "only what is allowed can be granted." : null),
    ];

    private static IEnumerable<FieldMistake> Listed(string field, IReadOnlyList<string> values, string what, Func<string, string?> check) =>
    [
        .. At(field, values.Count is < 1 or > MaxListed ? $"{field} needs 1 to {MaxListed} times {what}." : null),
        .. values.SelectMany(value => At(field, check(value))),
    ];

    private static string? Plain(string what, string text) =>
        text.Trim().Length == 0 ? $"{what} is empty."
        : text.Trim().Length != text.Length ? $"{what} {VmValidation.Quoted(text)} begins or ends with a blank."
        : VmValidation.Text(what, text);

    private static IEnumerable<FieldMistake> At(string field, string? sentence) => sentence is null ? [] : [new FieldMistake(field, sentence)];

    private static IEnumerable<string> Twice(IEnumerable<AccessRule> rules, string what, Func<AccessRule, string> of) =>
        rules.GroupBy(of, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1)
            .Select(same => $"{same.Count()} rules have the {what} {VmValidation.Quoted(same.Key)}.");

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,63}\z")]
    private static partial Regex RuleId();
}

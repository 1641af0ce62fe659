using WebShell.Core.Access.Rules;
using WebShell.Core.Inventory;

namespace WebShell.App.Admin.Rules;

/// <summary>A rule as it is typed: lists by commas, hours one a line, a time with its distance from UTC.</summary>
internal sealed class RuleDraft
{
    public string Name { get; set; } = "";

    public bool Denies { get; set; }

    public bool IsEverybody { get; set; }

    public string Users { get; set; } = "";

    public string Groups { get; set; } = "";

    public string Where { get; set; } = "";

    public string Logins { get; set; } = "";

    public RuleActivities What { get; set; } = RuleActivities.Shell;

    public string Hours { get; set; } = "";

    public string Zone { get; set; } = "";

    public string NotBefore { get; set; } = "";

    public string Until { get; set; } = "";

    public string From { get; set; } = "";

    public RuleGrant? Granted { get; set; }

    public static RuleDraft Of(AccessRule rule) => new()
    {
        Name = rule.Name,
        Denies = rule.Effect == RuleEffect.Deny,
        IsEverybody = rule.Who.IsEverybody,
        Users = string.Join(", ", rule.Who.Users),
        Groups = string.Join(", ", rule.Who.Groups),
        Where = RuleText.Where(rule.Where),
        Logins = string.Join(", ", rule.Logins),
        What = rule.What,
        Hours = string.Join('\n', rule.When.Hours),
        Zone = rule.When.Zone ?? "",
        NotBefore = rule.When.NotBefore is { } start ? RuleText.Time(start) : "",
        Until = rule.When.Until is { } end ? RuleText.Time(end) : "",
        From = string.Join(", ", rule.From),
        Granted = rule.Granted,
    };

    /// <summary>The machines that are meant; null with true: all; null with false: nothing is said.</summary>
    public (VmQuery? Query, bool IsAll) Machines()
    {
        var text = Where.Trim();
        return text == RuleText.Everything ? (null, true) : (VmQuery.Parse(text), false);
    }

    /// <summary>The rule, and every mistake that can be seen without the others.</summary>
    /// <param name="id">The id of the rule that is changed; of a new one anything that may be one.</param>
    public (AccessRule Rule, IReadOnlyList<FieldMistake> Mistakes) Read(string id)
    {
        var mistakes = new List<FieldMistake>();
        var (query, _) = Machines();
        var rule = new AccessRule
        {
            Id = id,
            Name = Name.Trim(),
            Effect = Denies ? RuleEffect.Deny : RuleEffect.Allow,
            Who = IsEverybody ? RulePeople.Everybody : new RulePeople(IsEverybody: false, Listed(Users), Listed(Groups)),
            Where = query,
            Logins = Listed(Logins),
            What = What,
            When = new RuleTimes
            {
                Hours = ReadHours(mistakes),
                Zone = Zone.Trim() is { Length: > 0 } zone ? zone : null,
                NotBefore = ReadTime(NotBefore, "begins", mistakes),
                Until = ReadTime(Until, "ends", mistakes),
            },
            From = Listed(From),
            Granted = Granted,
        };
        var isBroken = mistakes.Count > 0;
        mistakes.AddRange(RuleValidation.Check(rule).Where(mistake => !isBroken || mistake.Field is not ("when" or "granted")));
        return (rule, mistakes);
    }

    private List<RuleHours> ReadHours(List<FieldMistake> mistakes)
    {
        var hours = new List<RuleHours>();
        foreach (var line in Hours.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(RuleValidation.MaxListed + 1))
        {
            var (read, mistake) = RuleHours.Parse(line);
            hours.AddRange(read is null ? [] : [read]);
            mistakes.AddRange(mistake is null ? [] : [new FieldMistake("when", mistake)]);
        }

        return hours;
    }

    private static DateTimeOffset? ReadTime(string text, string what, List<FieldMistake> mistakes)
    {
        if (text.Trim().Length == 0)
        {
            return null;
        }

        if (RuleText.Time(text.Trim()) is { } at)
        {
            return at;
        }

        mistakes.Add(new FieldMistake("when", $"When it {what}, “{text}”, is not a time with its distance from UTC (2026-12-24T18:00+01:00)."));
        return null;
    }

    private static string[] Listed(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Formats;
using YamlDotNet.RepresentationModel;

namespace WebShell.Core.Access.Rules;

/// <summary>One rule of a <see cref="RuleFile"/>; its mistakes are the file's. What cannot be read is named once, not again as missing in the rule.</summary>
internal sealed class RuleNode(YamlFields file, YamlMappingNode node)
{
    private static readonly string[] Keys = ["id", "name", "effect", "who", "where", "as", "what", "when", "from", "granted"];

    private readonly YamlFields _fields = file.Inner(node, Keys, "a rule");
    private readonly HashSet<string> _broken = [];

    public AccessRule Read()
    {
        var rule = new AccessRule
        {
            Id = Part("id", () => _fields.Required("id", Anything)),
            Name = Part("name", () => _fields.Required("name", Anything)),
            Effect = Part("effect", Effect),
            Who = Part("who", Who),
            Where = Part("where", Where),
            Logins = Part("as", () => Required("as", "a login")),
            What = Part("what", What),
            When = Part("when", When),
            From = Part("from", () => _fields.Texts("from", "a range", Anything) ?? []),
            Granted = Part("granted", Granted),
        };
        foreach (var mistake in RuleValidation.Check(rule).Where(mistake => !_broken.Contains(mistake.Field)))
        {
            _fields.Check(mistake.Field, mistake.Sentence);
        }

        return rule;
    }

    // 'until' is the grant's too: what is wrong with it is not said twice.
    private T Part<T>(string key, Func<T> read)
    {
        var mistakes = _fields.Mistakes.Count;
        var part = read();
        if (_fields.Mistakes.Count > mistakes)
        {
            _broken.Add(key);
            _ = key == "when" && _broken.Add("granted");
        }

        return part;
    }

    private RuleEffect Effect() =>
        _fields.Required("effect", text => text is "allow" or "deny" ? null : $"effect {VmValidation.Quoted(text)} must be 'allow' or 'deny'.") == "deny"
            ? RuleEffect.Deny
            : RuleEffect.Allow;

    private RulePeople Who()
    {
        if (!_fields.Has("who"))
        {
            _fields.Mistake("'who' is missing.");
        }
        else if (node.Children.Any(child => child is { Key: YamlScalarNode { Value: "who" }, Value: YamlScalarNode { Value: RuleFile.Everybody } }))
        {
            return RulePeople.Everybody;
        }

        if (_fields.Mapping("who", "who must be 'everybody' or have 'users' and 'groups'.") is not { } who)
        {
            return new RulePeople(IsEverybody: false, [], []);
        }

        var names = file.Inner(who, ["users", "groups"], "who");
        return new RulePeople(IsEverybody: false, names.Texts("users", "a user", Anything) ?? [], names.Texts("groups", "a group", Anything) ?? []);
    }

    // Every machine only where the file says so: what is forgotten must not be all.
    private VmQuery? Where()
    {
        var text = _fields.Required("where", Anything);
        return text.Trim() == RuleText.Everything ? null : VmQuery.Parse(text);
    }

    private RuleActivities What()
    {
        var what = RuleActivities.None;
        foreach (var name in Required("what", "an activity", Known))
        {
            what |= name == RuleText.Everything ? RuleActivities.All : RuleText.Activities.GetValueOrDefault(name);
        }

        return what;

        // What is given is named one by one, so that nobody gives what they did not think of.
        string? Known(string name) =>
            name == RuleText.Everything
                ? _fields.Text("effect", Anything) == "deny" ? null : "'*' is only for what a rule denies; name what it allows."
                : RuleText.Activities.ContainsKey(name) ? null
                : $"{VmValidation.Quoted(name)} is not an activity; they are: {string.Join(", ", RuleText.Activities.Keys)}.";
    }

    private RuleTimes When()
    {
        if (_fields.Mapping("when", "when must be a mapping (hours: …, zone: …, notBefore: …, until: …).") is not { } node)
        {
            return RuleTimes.Always;
        }

        var times = file.Inner(node, ["hours", "zone", "notBefore", "until"], "when");
        var hours = new List<RuleHours>();
        _ = times.Texts("hours", "hours", text =>
        {
            var (read, mistake) = RuleHours.Parse(text);
            hours.AddRange(read is null ? [] : [read]);
            return mistake;
        });
        return new RuleTimes { Hours = hours, Zone = times.Text("zone", Anything), NotBefore = Time(times, "notBefore"), Until = Time(times, "until") };
    }

    private RuleGrant? Granted()
    {
        if (_fields.Mapping("granted", "granted must be a mapping (by: …, why: …).") is not { } node)
        {
            return null;
        }

        var grant = file.Inner(node, ["by", "why"], "granted");
        return new RuleGrant(grant.Required("by", Anything), grant.Required("why", Anything));
    }

    private static DateTimeOffset? Time(YamlFields times, string key)
    {
        var text = times.Text(key, text => RuleText.Time(text) is null
            ? $"{key} {VmValidation.Quoted(text)} is not a time with its distance from UTC (2026-12-24T18:00:00+01:00)."
            : null);
        return text is null ? null : RuleText.Time(text);
    }

    private IReadOnlyList<string> Required(string key, string what, Func<string, string?>? check = null)
    {
        var values = _fields.Texts(key, what, check ?? Anything);
        if (values is null)
        {
            _fields.Mistake($"'{key}' is missing.");
        }

        return values ?? [];
    }

    // What is in it RuleValidation judges.
    private static string? Anything(string text) => null;
}

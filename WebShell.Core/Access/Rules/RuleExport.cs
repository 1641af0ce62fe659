using WebShell.Core.Inventory.Formats;

namespace WebShell.Core.Access.Rules;

/// <summary>Writes rules as a YAML file, by id, which <see cref="RuleFile"/> reads back the same.</summary>
public static class RuleExport
{
    public static void Write(IEnumerable<AccessRule> rules, TextWriter output)
    {
        var yaml = new YamlWriter(output);
        yaml.Document("rules", rules.OrderBy(rule => rule.Id, StringComparer.Ordinal), rule => Write(rule, yaml));
    }

    private static void Write(AccessRule rule, YamlWriter yaml)
    {
        yaml.Text("id", rule.Id);
        yaml.Text("name", rule.Name);
        yaml.Text("effect", RuleText.Effect(rule.Effect));
        Who(yaml, rule.Who);
        yaml.Text("where", RuleText.Where(rule.Where));
        yaml.List("as", rule.Logins);
        yaml.List("what", rule is { Effect: RuleEffect.Deny, What: RuleActivities.All } ? [RuleText.Everything] : RuleText.What(rule.What));
        When(yaml, rule.When);
        yaml.List("from", rule.From);
        if (rule.Granted is { } granted)
        {
            yaml.Map("granted", () =>
            {
                yaml.Text("by", granted.By);
                yaml.Text("why", granted.Why);
            });
        }
    }

    private static void Who(YamlWriter yaml, RulePeople who)
    {
        if (who.IsEverybody)
        {
            yaml.Text("who", RuleFile.Everybody);
            return;
        }

        yaml.Map("who", () =>
        {
            yaml.List("users", who.Users);
            yaml.List("groups", who.Groups);
        });
    }

    private static void When(YamlWriter yaml, RuleTimes when)
    {
        if (when.IsAlways)
        {
            return;
        }

        yaml.Map("when", () =>
        {
            yaml.List("hours", [.. when.Hours.Select(hours => hours.ToString())]);
            yaml.Text("zone", when.Zone);
            yaml.Text("notBefore", when.NotBefore is { } start ? RuleText.Time(start) : null);
            yaml.Text("until", when.Until is { } end ? RuleText.Time(end) : null);
        });
    }
}

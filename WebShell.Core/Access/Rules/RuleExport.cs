using WebShell.Core.Inventory;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace WebShell.Core.Access.Rules;

/// <summary>Writes rules as a YAML file, by id, which <see cref="RuleFile"/> reads back the same.</summary>
public static class RuleExport
{
    public static void Write(IEnumerable<AccessRule> rules, TextWriter output)
    {
        var emitter = new Emitter(output, new EmitterSettings(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        emitter.Emit(new MappingStart());
        emitter.Emit(new Scalar("rules"));
        emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, SequenceStyle.Block));
        foreach (var rule in rules.OrderBy(rule => rule.Id, StringComparer.Ordinal))
        {
            Write(rule, emitter);
        }

        emitter.Emit(new SequenceEnd());
        emitter.Emit(new MappingEnd());
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
    }

    private static void Write(AccessRule rule, Emitter emitter)
    {
        emitter.Emit(new MappingStart());
        Text(emitter, "id", rule.Id);
        Text(emitter, "name", rule.Name);
        Text(emitter, "effect", RuleText.Effect(rule.Effect));
        Who(emitter, rule.Who);
        Text(emitter, "where", RuleText.Where(rule.Where));
        List(emitter, "as", rule.Logins);
        List(emitter, "what", rule is { Effect: RuleEffect.Deny, What: RuleActivities.All } ? [RuleText.Everything] : RuleText.What(rule.What));
        When(emitter, rule.When);
        List(emitter, "from", rule.From);
        Granted(emitter, rule.Granted);
        emitter.Emit(new MappingEnd());
    }

    private static void Who(Emitter emitter, RulePeople who)
    {
        emitter.Emit(new Scalar("who"));
        if (who.IsEverybody)
        {
            emitter.Emit(new Scalar(RuleFile.Everybody));
            return;
        }

        emitter.Emit(new MappingStart());
        List(emitter, "users", who.Users);
        List(emitter, "groups", who.Groups);
        emitter.Emit(new MappingEnd());
    }

    private static void When(Emitter emitter, RuleTimes when)
    {
        if (when.IsAlways)
        {
            return;
        }

        emitter.Emit(new Scalar("when"));
        emitter.Emit(new MappingStart());
        List(emitter, "hours", [.. when.Hours.Select(hours => hours.ToString())]);
        Text(emitter, "zone", when.Zone);
        Text(emitter, "notBefore", when.NotBefore is { } start ? RuleText.Time(start) : null);
        Text(emitter, "until", when.Until is { } end ? RuleText.Time(end) : null);
        emitter.Emit(new MappingEnd());
    }

    private static void Granted(Emitter emitter, RuleGrant? granted)
    {
        if (granted is null)
        {
            return;
        }

        emitter.Emit(new Scalar("granted"));
        emitter.Emit(new MappingStart());
        Text(emitter, "by", granted.By);
        Text(emitter, "why", granted.Why);
        emitter.Emit(new MappingEnd());
    }

    private static void Text(Emitter emitter, string key, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            emitter.Emit(new Scalar(key));
            emitter.Emit(new Scalar(value));
        }
    }

    private static void List(Emitter emitter, string key, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        emitter.Emit(new Scalar(key));
        emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, SequenceStyle.Flow));
        foreach (var value in values)
        {
            emitter.Emit(new Scalar(value));
        }

        emitter.Emit(new SequenceEnd());
    }
}

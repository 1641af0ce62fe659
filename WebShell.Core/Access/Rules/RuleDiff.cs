namespace WebShell.Core.Access.Rules;

/// <summary>What makes one set of rules another; rules are the same by their ids. The order of rules, and of what one lists, is no difference.</summary>
public sealed record RuleDiff(IReadOnlyList<AccessRule> Added, IReadOnlyList<RuleChange> Changed, IReadOnlyList<AccessRule> Removed)
{
    public bool IsEmpty => Added.Count + Changed.Count + Removed.Count == 0;

    public static RuleDiff Of(IReadOnlyCollection<AccessRule> before, IReadOnlyCollection<AccessRule> after)
    {
        var old = before.ToDictionary(rule => rule.Id, StringComparer.Ordinal);
        var kept = after.Select(rule => rule.Id).ToHashSet(StringComparer.Ordinal);
        return new RuleDiff(
            [.. after.Where(rule => !old.ContainsKey(rule.Id))],
            [.. after.Where(rule => old.ContainsKey(rule.Id)).Select(rule => RuleChange.Of(old[rule.Id], rule)).Where(change => change.Fields.Count > 0)],
            [.. before.Where(rule => !kept.Contains(rule.Id))]);
    }
}

/// <summary>What is different in one rule.</summary>
public sealed record RuleChange(AccessRule Before, AccessRule After, IReadOnlyList<RuleFieldChange> Fields)
{
    internal static RuleChange Of(AccessRule before, AccessRule after) => new(before, after,
        [.. RuleText.Fields(before).Zip(RuleText.Fields(after)).Where(pair => pair.First.Value != pair.Second.Value)
            .Select(pair => new RuleFieldChange(pair.First.Key, pair.First.Value, pair.Second.Value))]);
}

/// <summary>One field of a rule by its key in the YAML form, and what it says before and after; empty: nothing.</summary>
public sealed record RuleFieldChange(string Field, string From, string To);

namespace WebShell.Core.Access.Rules;

/// <summary>A rule as it is kept: how often it was changed, when and by whom last.</summary>
public sealed record StoredRule(AccessRule Rule, int Version, DateTimeOffset ChangedAt, string ChangedBy)
{
    public string Id => Rule.Id;
}

/// <summary>All rules of one edition.</summary>
public sealed record StoredRules(long Edition, IReadOnlyList<StoredRule> Rules)
{
    public static StoredRules None { get; } = new(0, []);

    public StoredRule? Find(string id) => Rules.FirstOrDefault(rule => rule.Id == id);

    /// <summary>The rules alone.</summary>
    public IReadOnlyList<AccessRule> Plain => [.. Rules.Select(rule => rule.Rule)];

    internal Dictionary<string, StoredRule> Rows(IEnumerable<AccessRule> except) =>
        Rules.ExceptBy(except.Select(rule => rule.Id), rule => rule.Id, StringComparer.Ordinal).ToDictionary(rule => rule.Id, StringComparer.Ordinal);
}

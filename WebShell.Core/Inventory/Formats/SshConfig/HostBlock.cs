namespace WebShell.Core.Inventory.Formats.SshConfig;

/// <summary>What stands under one <c>Host</c> line (or before the first): it counts for the names that match, where those of the block that includes it match as well.</summary>
internal sealed class HostBlock(HostBlock? parent, IReadOnlyList<string> patterns, string place)
{
    private static readonly Dictionary<string, SshValue> Nothing = [];

    private Dictionary<string, SshValue>? _values;
    private HashSet<string>? _names;

    /// <summary>The block in which the file that has this one is included; null in the first file.</summary>
    public HostBlock? Parent => parent;

    /// <summary>As written; a leading <c>!</c> excludes. Empty: every name.</summary>
    public IReadOnlyList<string> Patterns => patterns;

    public string Place => place;

    /// <summary>Under <c>Match</c>: what it depends on is known only while connecting, so it counts for no machine.</summary>
    public bool IsNever { get; init; }

    /// <summary>The rest of a block after an include: its names stand in the block before.</summary>
    public bool IsContinued { get; init; }

    /// <summary>By keyword; the first value counts.</summary>
    public IReadOnlyDictionary<string, SshValue> Values => _values ?? Nothing;

    /// <summary>No wildcard and no negation: whom it is for can be looked up.</summary>
    public bool IsLiteral { get; } = patterns.Count > 0 && patterns.All(IsName);

    /// <summary>Its names that are meant literally: each is a machine.</summary>
    public IEnumerable<string> Names => IsNever || IsContinued ? [] : patterns.Where(IsName);

    public void Add(string keyword, SshValue value) => _ = (_values ??= []).TryAdd(keyword, value);

    public bool Matches(string name, MatchBudget budget)
    {
        for (var block = this; block is not null; block = block.Parent)
        {
            if (block.IsNever || !(block.IsLiteral ? block.HasName(name) : MatchesOwn(block.Patterns, name, budget)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsName(string pattern) => pattern.AsSpan().IndexOfAny("*?!") < 0;

    private bool HasName(string name) => (_names ??= new(patterns, StringComparer.OrdinalIgnoreCase)).Contains(name);

    // A negated pattern that matches wins, and alone never matches (ssh_config(5), PATTERNS).
    private static bool MatchesOwn(IReadOnlyList<string> patterns, string name, MatchBudget budget)
    {
        budget.Spend(patterns.Count);
        var isMatch = patterns.Count == 0;
        foreach (var pattern in patterns)
        {
            if (pattern.StartsWith('!'))
            {
                if (Wildcard.Matches(pattern.AsSpan(1), name))
                {
                    return false;
                }
            }
            else
            {
                isMatch = isMatch || Wildcard.Matches(pattern, name);
            }
        }

        return isMatch;
    }
}

/// <summary>A value and where it stands.</summary>
internal readonly record struct SshValue(string Text, string Place);

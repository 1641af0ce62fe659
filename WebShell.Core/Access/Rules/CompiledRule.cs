using WebShell.Core.Inventory;

namespace WebShell.Core.Access.Rules;

/// <summary>One rule made ready to be asked often. Never changes.</summary>
internal sealed class CompiledRule(AccessRule rule)
{
    private readonly LoginPattern[] _logins = [.. rule.Logins.Distinct().Select(login => new LoginPattern(login))];
    private readonly AddressRange[] _ranges = [.. rule.From.Select(range => AddressRange.Parse(range).Range).OfType<AddressRange>()];

    public AccessRule Rule => rule;

    public bool IsDeny { get; } = rule.Effect == RuleEffect.Deny;

    public LabelScope Scope { get; } = new(rule.Where);

    public RuleClock Clock { get; } = new(rule.When);

    /// <summary>It holds at every time and from everywhere.</summary>
    public bool IsUnlimited => !Clock.IsLimited && _ranges.Length == 0;

    public bool Holds(Asker asker) => ComesFromThere(asker) && Clock.Holds(asker.At);

    // Where an address is not known nothing is allowed by it, and everything denied.
    public bool ComesFromThere(Asker asker) => _ranges.Length == 0
        || (asker.From is null ? IsDeny : Array.Exists(_ranges, range => range.Contains(asker.From)));

    public bool Covers(string login, AccessPerson person, IReadOnlyList<string> listed)
    {
        foreach (var pattern in _logins)
        {
            if (IsDeny ? pattern.Takes(login, person) : pattern.Gives(login, person, listed))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The logins of the person's own that it gives, which no machine lists.</summary>
    public IEnumerable<string> Own(AccessPerson person) => IsDeny ? [] : _logins.Select(login => login.Own(person)).OfType<string>();
}

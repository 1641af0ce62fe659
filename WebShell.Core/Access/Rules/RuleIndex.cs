using System.Collections.Frozen;

namespace WebShell.Core.Access.Rules;

/// <summary>Finds the rules that are about a person: those for everybody, by their name, and by their groups.</summary>
internal sealed class RuleIndex
{
    private readonly int _count;
    private readonly RuleMask _everybody;
    private readonly FrozenDictionary<string, RuleMask> _byUser;
    private readonly FrozenDictionary<string, RuleMask> _byGroup;

    public RuleIndex(CompiledRule[] rules)
    {
        _count = rules.Length;
        _everybody = new RuleMask(_count);
        var users = new Dictionary<string, RuleMask>(StringComparer.OrdinalIgnoreCase);
        var groups = new Dictionary<string, RuleMask>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < rules.Length; i++)
        {
            var who = rules[i].Rule.Who;
            if (who.IsEverybody)
            {
                _everybody.Add(i);
            }

            Add(users, who.Users, i);
            Add(groups, who.Groups, i);
        }

        _byUser = users.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        _byGroup = groups.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    public RuleMask Of(AccessPerson person)
    {
        var mask = new RuleMask(_count);
        mask.Add(_everybody);
        if (_byUser.TryGetValue(person.Name, out var own))
        {
            mask.Add(own);
        }

        foreach (var group in person.Groups)
        {
            if (_byGroup.TryGetValue(group, out var theirs))
            {
                mask.Add(theirs);
            }
        }

        return mask;
    }

    private void Add(Dictionary<string, RuleMask> masks, IEnumerable<string> names, int rule)
    {
        foreach (var name in names)
        {
            if (!masks.TryGetValue(name, out var mask))
            {
                masks[name] = mask = new RuleMask(_count);
            }

            mask.Add(rule);
        }
    }
}

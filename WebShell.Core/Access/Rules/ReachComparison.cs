using WebShell.Core.Inventory;

namespace WebShell.Core.Access.Rules;

/// <summary>Compares two sets of rules over the same machines; machines that both treat alike are compared once for each person.</summary>
internal sealed class ReachComparison
{
    private readonly RuleSet _before;
    private readonly RuleSet _after;
    private readonly RuleReach _old;
    private readonly RuleReach _new;
    private readonly (int Old, int New, Vm[] Machines)[] _alike;

    public ReachComparison(RuleSet before, RuleSet after, IReadOnlyList<Vm> machines)
    {
        (_before, _after, _old, _new) = (before, after, before.Over(machines), after.Over(machines));
        _alike = [.. Enumerable.Range(0, machines.Count).GroupBy(i => (_old.ClassOf(i), _new.ClassOf(i)))
            .Select(same => (same.Key.Item1, same.Key.Item2, same.Select(i => machines[i]).ToArray()))];
    }

    public PersonChange Of(Asker asker)
    {
        var (held, holds) = (_before.Holding(asker), _after.Holding(asker));
        List<Vm> lost = [], gained = [], less = [], more = [];
        foreach (var (ofOld, ofNew, machines) in _alike)
        {
            var was = _old.RightsIn(ofOld, asker, held);
            var will = _new.RightsIn(ofNew, asker, holds);
            var (saw, sees) = (Sees(was), Sees(will));
            if (saw != sees)
            {
                (saw ? lost : gained).AddRange(machines);
                continue;
            }

            if (!Cover(will, was))
            {
                less.AddRange(machines);
            }

            if (!Cover(was, will))
            {
                more.AddRange(machines);
            }
        }

        return new PersonChange(asker.Person, lost, gained, less, more);
    }

    private static bool Sees(LoginRights[] rights) => Array.Exists(rights, with => with.LetsSee);

    private static bool Cover(LoginRights[] rights, LoginRights[] others) =>
        Array.TrueForAll(others, other => Array.Exists(rights, with => with.Login == other.Login && (other.What & ~with.What) == 0));
}

using WebShell.Core.Inventory;

namespace WebShell.Core.Access.Rules;

/// <summary>
/// Rules laid over one state of the inventory. Machines that the same rules name and that have the same logins are one class, the same to
/// everybody: what somebody may do is asked once for each class, of which there are some hundred, not for each machine. Thread-safe.
/// </summary>
public sealed class RuleReach
{
    private readonly RuleSet _rules;
    private readonly int[] _classOf;
    private readonly List<(RuleMask Rules, IReadOnlyList<string> Logins)> _classes = [];

    internal RuleReach(RuleSet rules, IReadOnlyList<Vm> machines)
    {
        (_rules, Machines) = (rules, machines);
        var masks = Masks([.. machines]);
        _classOf = new int[masks.Length];
        var known = new Dictionary<string, int>();
        for (var i = 0; i < masks.Length; i++)
        {
            var key = masks[i].Key + string.Join('\n', machines[i].Logins);
            if (!known.TryGetValue(key, out _classOf[i]))
            {
                known[key] = _classOf[i] = _classes.Count;
                _classes.Add((masks[i], machines[i].Logins));
            }
        }
    }

    public IReadOnlyList<Vm> Machines { get; }

    /// <summary>How many kinds of machines the rules tell apart.</summary>
    public int Classes => _classes.Count;

    /// <summary>The machines on which somebody may do anything, in their order.</summary>
    public IReadOnlyList<Vm> VisibleTo(Asker asker)
    {
        var isSeen = SightOf(asker);
        return [.. Machines.Where((_, i) => isSeen(i))];
    }

    /// <summary>Says of a machine, by its place in <see cref="Machines"/>, whether somebody may do anything there; as things are now.</summary>
    public Func<int, bool> SightOf(Asker asker)
    {
        var holding = _rules.Holding(asker);
        var seen = new bool[_classes.Count];
        for (var i = 0; i < seen.Length; i++)
        {
            seen[i] = Array.Exists(RightsIn(i, asker, holding), rights => rights.LetsSee);
        }

        return machine => seen[_classOf[machine]];
    }

    internal int ClassOf(int machine) => _classOf[machine];

    /// <summary>What somebody may do on every machine of a class, by the rules that hold for them (<see cref="RuleSet.Holding"/>).</summary>
    internal LoginRights[] RightsIn(int ofClass, Asker asker, RuleMask holding)
    {
        var (mask, logins) = _classes[ofClass];
        return RuleRights.Of([.. mask.And(holding).Select(rule => _rules.Compiled[rule])], asker.Person, logins);
    }

    // For each machine the rules that name it.
    private RuleMask[] Masks(Vm[] machines)
    {
        var terms = new TermMarks(machines);
        var masks = Array.ConvertAll(machines, _ => new RuleMask(_rules.Compiled.Count));
        var marks = new bool[machines.Length];
        for (var rule = 0; rule < _rules.Compiled.Count; rule++)
        {
            Array.Fill(marks, true);
            _rules.Compiled[rule].Scope.Keep(terms, marks);
            for (var i = 0; i < marks.Length; i++)
            {
                if (marks[i])
                {
                    masks[i].Add(rule);
                }
            }
        }

        return masks;
    }
}

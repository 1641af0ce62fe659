using System.Numerics;
using WebShell.Core.Inventory;

namespace WebShell.Core.Access.Rules;

/// <summary>All access rules of one moment: what no rule allows may not be done, and what one denies no other allows. Never changes; thread-safe.</summary>
public sealed class RuleSet
{
    private readonly CompiledRule[] _rules;
    private readonly RuleIndex _index;

    // The rules over the newest state of the inventory that was asked about.
    private volatile RuleReach? _reach;

    // Laying takes its time: whoever asks meanwhile waits for it instead of doing it, too.
    private readonly Lock _laying = new();

    /// <exception cref="ArgumentException">A rule has a mistake (<see cref="RuleValidation"/>); the message names every one.</exception>
    public RuleSet(IReadOnlyCollection<AccessRule> rules)
    {
        if (RuleValidation.CheckAll(rules) is { Count: > 0 } mistakes)
        {
            throw new ArgumentException(string.Join('\n', mistakes), nameof(rules));
        }

        // In an order of their own, so that not even an explanation depends on the one they came in.
        _rules = [.. rules.OrderBy(rule => rule.Name, StringComparer.Ordinal).Select(rule => new CompiledRule(rule))];
        _index = new RuleIndex(_rules);
    }

    /// <summary>Without a rule nobody may do anything.</summary>
    public static RuleSet Empty { get; } = new([]);

    /// <summary>By name.</summary>
    public IReadOnlyList<AccessRule> Rules => Array.ConvertAll(_rules, rule => rule.Rule);

    internal IReadOnlyList<CompiledRule> Compiled => _rules;

    /// <exception cref="ArgumentException">More, or less, than one activity is asked for.</exception>
    public RuleDecision Decide(AccessRequest request)
    {
        if (BitOperations.PopCount((uint)request.What) != 1)
        {
            throw new ArgumentException("One activity is decided at a time.", nameof(request));
        }

        return request.Machine is { } machine ? new RuleVerdict(request, machine, About(request.Asker.Person, machine)).Decide() : RuleVerdict.NoMachine;
    }

    /// <summary>The logins with which somebody may do one thing on a machine: the machine's own in its order, then those that are the person's.</summary>
    public IReadOnlyList<string> LoginsOf(Asker asker, Vm machine, RuleActivities what) =>
        [.. RightsOn(asker, machine).Where(rights => (rights.What & what) != 0).Select(rights => rights.Login)];

    /// <summary>All that somebody may do on a machine; empty where nothing.</summary>
    public IReadOnlyList<LoginRights> RightsOn(Asker asker, Vm machine) =>
        RuleRights.Of([.. About(asker.Person, machine).Where(rule => rule.Holds(asker))], asker.Person, machine.Logins);

    /// <summary>Whether a rule about somebody gives one activity anywhere, at whatever time.</summary>
    public bool MayGive(AccessPerson person, RuleActivities what)
    {
        var mine = _index.Of(person);
        return mine.And(mine).Any(rule => !_rules[rule].IsDeny && _rules[rule].Rule.What.HasFlag(what));
    }

    /// <summary>Whether there is a time and an address at which somebody may do anything on a machine.</summary>
    public bool Knows(Asker asker, Vm machine) => RuleVerdict.IsKnown(asker, machine, About(asker.Person, machine));

    /// <summary>The machines on which somebody may do anything, in the order they have in the list.</summary>
    public IReadOnlyList<Vm> VisibleTo(Asker asker, IReadOnlyList<Vm> machines) => Over(machines).VisibleTo(asker);

    /// <summary>These rules over these machines; kept for the list that was asked about last, which must not change.</summary>
    public RuleReach Over(IReadOnlyList<Vm> machines)
    {
        if (Known(machines) is { } known)
        {
            return known;
        }

        lock (_laying)
        {
            return Known(machines) ?? (_reach = new RuleReach(this, machines));
        }
    }

    /// <summary>Whether they are laid over these machines already.</summary>
    internal bool IsOver(IReadOnlyList<Vm> machines) => Known(machines) is not null;

    /// <summary>The rules about a person that hold now from there.</summary>
    internal RuleMask Holding(Asker asker)
    {
        var mine = _index.Of(asker.Person);
        var holding = new RuleMask(_rules.Length);
        foreach (var rule in mine.And(mine))
        {
            if (_rules[rule].Holds(asker))
            {
                holding.Add(rule);
            }
        }

        return holding;
    }

    private RuleReach? Known(IReadOnlyList<Vm> machines) => _reach is { } reach && ReferenceEquals(reach.Machines, machines) ? reach : null;

    // Whatever the time and the address.
    private CompiledRule[] About(AccessPerson person, Vm machine)
    {
        var mine = _index.Of(person);
        return [.. mine.And(mine).Select(rule => _rules[rule]).Where(rule => rule.Scope.Includes(machine))];
    }
}

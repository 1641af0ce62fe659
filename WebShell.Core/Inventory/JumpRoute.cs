namespace WebShell.Core.Inventory;

/// <summary>The machines passed through on the way to another one, the first to be dialled first. Each is reached as its own entry says.</summary>
public sealed record JumpRoute
{
    /// <summary>The most machines on a way, the last one not counted: more is a mistake rather than a network.</summary>
    public const int MaxHops = 5;

    private JumpRoute()
    {
    }

    /// <summary>Empty where the machine is dialled directly, and where <see cref="Problem"/> says why there is no way.</summary>
    public IReadOnlyList<Vm> Hops { get; private init; } = [];

    /// <summary>Why there is no way, as a sentence that names the machines; null when there is one.</summary>
    public string? Problem { get; private init; }

    /// <summary>The way through one of the machine's jumps; null is none of them.</summary>
    /// <param name="vm">Where to.</param>
    /// <param name="jump">The last machine before it, by name.</param>
    /// <param name="find">The inventory.</param>
    public static JumpRoute To(Vm vm, string? jump, Func<string, Vm?> find)
    {
        var way = new List<Vm> { vm };
        for (var next = jump; next is not null; next = way[0].Jumps.Count > 0 ? way[0].Jumps[0] : null)
        {
            if (find(next) is not { } hop)
            {
                return Broken($"{way[0].Name} is reached through {next}, but there is no machine of that name.");
            }

            if (way.Exists(passed => passed.Name == hop.Name))
            {
                return Broken($"the way to {vm.Name} goes in a circle: {Names(way.Prepend(hop))}.");
            }

            if (way.Count > MaxHops)
            {
                return Broken($"the way to {vm.Name} passes through more than {MaxHops} machines: … → {Names(way)}.");
            }

            way.Insert(0, hop);
        }

        return new JumpRoute { Hops = way[..^1] };
    }

    /// <summary>The machines of which a way is broken, each with the reason.</summary>
    /// <param name="machines">The machines to look at.</param>
    /// <param name="find">The inventory.</param>
    public static IEnumerable<(Vm Machine, string Problem)> BrokenOf(IEnumerable<Vm> machines, Func<string, Vm?> find) =>
        from vm in machines
        from jump in vm.Jumps
        let problem = To(vm, jump, find).Problem
        where problem is not null
        select (vm, problem);

    private static JumpRoute Broken(string problem) => new() { Problem = problem };

    private static string Names(IEnumerable<Vm> way) => string.Join(" → ", way.Select(vm => vm.Name));
}

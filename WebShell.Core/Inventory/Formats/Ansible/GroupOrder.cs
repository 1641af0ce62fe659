namespace WebShell.Core.Inventory.Formats.Ansible;

/// <summary>Which groups a host is in, itself and by their parents, in the order in which their variables count: the later ones win.</summary>
internal sealed class GroupOrder
{
    /// <summary>Groups visited for all hosts together.</summary>
    private const int MaxSteps = 20_000_000;

    private readonly Dictionary<AnsibleGroup, List<AnsibleGroup>> _parents = [];
    private readonly Dictionary<AnsibleGroup, int> _depths = [];
    private readonly Dictionary<AnsibleHost, List<AnsibleGroup>> _own = [];
    private int _steps;

    /// <exception cref="InventoryException">The groups go in a circle.</exception>
    public GroupOrder(AnsibleInventory inventory)
    {
        foreach (var group in inventory.Groups)
        {
            foreach (var child in group.Children)
            {
                (_parents.TryGetValue(child, out var parents) ? parents : _parents[child] = []).Add(group);
            }

            foreach (var host in group.Hosts)
            {
                (_own.TryGetValue(host, out var own) ? own : _own[host] = []).Add(group);
            }
        }

        Measure(inventory);
    }

    /// <summary>The groups that name the host, in the order of the file.</summary>
    public IReadOnlyList<AnsibleGroup> Own(AnsibleHost host) => _own.GetValueOrDefault(host) ?? [];

    /// <summary>All of them: <c>all</c> first, a parent before its children, and by name.</summary>
    public IReadOnlyList<AnsibleGroup> Of(AnsibleHost host)
    {
        var found = new HashSet<AnsibleGroup>();
        var left = new Queue<AnsibleGroup>(Own(host));
        while (left.TryDequeue(out var group))
        {
            if (++_steps > MaxSteps)
            {
                throw new InventoryException("The groups are too entangled.");
            }

            if (found.Add(group))
            {
                foreach (var parent in _parents.GetValueOrDefault(group) ?? [])
                {
                    left.Enqueue(parent);
                }
            }
        }

        return [.. found.Where(group => group.Name != AnsibleInventory.All).OrderBy(group => _depths[group]).ThenBy(group => group.Name, StringComparer.Ordinal)];
    }

    // A group is as deep as the longest way to it; what is never reached stands in a circle.
    private void Measure(AnsibleInventory inventory)
    {
        var open = inventory.Groups.ToDictionary(group => group, group => _parents.GetValueOrDefault(group)?.Count ?? 0);
        var ready = new Queue<AnsibleGroup>(inventory.Groups.Where(group => open[group] == 0));
        while (ready.TryDequeue(out var group))
        {
            _depths[group] = _parents.GetValueOrDefault(group) is { } parents ? parents.Max(parent => _depths[parent]) + 1 : 0;
            foreach (var child in group.Children.Where(child => --open[child] == 0))
            {
                ready.Enqueue(child);
            }
        }

        if (_depths.Count < inventory.Groups.Count)
        {
            var circle = inventory.Groups.Where(group => !_depths.ContainsKey(group)).Take(5).Select(group => ShownText.Of(group.Name));
            throw new InventoryException($"The groups contain each other in a circle; {string.Join(", ", circle)} are in it or below it.");
        }
    }
}

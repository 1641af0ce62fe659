namespace WebShell.Core.Inventory.Formats.Ansible;

/// <summary>Groups and hosts as an inventory of Ansible has them, whichever way it is written.</summary>
internal sealed class AnsibleInventory
{
    /// <summary>The group of everything; it and <see cref="Ungrouped"/> always exist in Ansible and say nothing about a machine.</summary>
    public const string All = "all";
    public const string Ungrouped = "ungrouped";

    /// <summary>Names of groups and variables, with what they hold; an alias in YAML can write one thing down a million times.</summary>
    private const int MaxEntries = 5_000_000;

    private readonly Dictionary<string, AnsibleGroup> _groups = [];
    private readonly Dictionary<string, AnsibleHost> _hosts = [];
    private int _entries;

    public IReadOnlyCollection<AnsibleGroup> Groups => _groups.Values;

    /// <summary>In the order in which they are first named.</summary>
    public IReadOnlyCollection<AnsibleHost> Hosts => _hosts.Values;

    public IgnoredWords Ignored { get; } = new();

    public AnsibleGroup Group(string name)
    {
        Count();
        return _groups.TryGetValue(name, out var group) ? group : _groups[name] = new AnsibleGroup(name);
    }

    public AnsibleHost Host(string name, string place)
    {
        Count();
        if (_hosts.TryGetValue(name, out var host))
        {
            return host;
        }

        if (_hosts.Count == ListingBuilder.MaxMachines)
        {
            throw new InventoryException($"There are more than {ListingBuilder.MaxMachines} machines in it.");
        }

        return _hosts[name] = new AnsibleHost(name, place);
    }

    /// <exception cref="InventoryException">There is too much.</exception>
    public void Count()
    {
        if (++_entries > MaxEntries)
        {
            throw new InventoryException("Groups, hosts and variables are more than an inventory has.");
        }
    }
}

/// <summary>A group: who is in it, which groups are in it, and what is said about all of them.</summary>
internal sealed class AnsibleGroup(string name)
{
    public string Name => name;

    /// <summary>By name, in their order.</summary>
    public List<AnsibleHost> Hosts { get; } = [];

    public List<AnsibleGroup> Children { get; } = [];

    public Dictionary<string, AnsibleValue> Variables { get; } = [];
}

/// <summary>A host and what is said about it alone.</summary>
internal sealed class AnsibleHost(string name, string place)
{
    public string Name => name;

    public string Place { get; set; } = place;

    public Dictionary<string, AnsibleValue> Variables { get; } = [];
}

/// <summary>A single value and where it stands; null: it is a list, a mapping, or locked by Ansible Vault.</summary>
internal readonly record struct AnsibleValue(string? Text, string Place);

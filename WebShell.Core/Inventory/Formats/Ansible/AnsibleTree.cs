using YamlDotNet.RepresentationModel;

namespace WebShell.Core.Inventory.Formats.Ansible;

/// <summary>
/// The YAML form (groups with <c>hosts</c>, <c>vars</c> and <c>children</c> as mappings) and what <c>ansible-inventory --list</c> prints (the
/// same with lists of names, and every host's variables under <c>_meta</c>).
/// </summary>
internal sealed class AnsibleTree(AnsibleInventory inventory, bool knowsLines, CancellationToken cancellationToken)
{
    private const int MaxDepth = 32;

    public static AnsibleInventory Read(YamlMappingNode root, bool knowsLines, CancellationToken cancellationToken)
    {
        var tree = new AnsibleTree(new AnsibleInventory(), knowsLines, cancellationToken);
        foreach (var (key, value) in root.Children)
        {
            if (NameOf(key) is "_meta")
            {
                tree.ReadMeta(value);
            }
            else
            {
                tree.ReadGroup(key, value, 0);
            }
        }

        return tree.Inventory;
    }

    private AnsibleInventory Inventory => inventory;

    private static string NameOf(YamlNode node) => (node as YamlScalarNode)?.Value ?? "";

    private static bool IsNothing(YamlNode node) => node is YamlScalarNode { Value: null or "" or "null" or "~" };

    private string Place(YamlNode node, string otherwise) => knowsLines ? $"line {node.Start.Line}" : otherwise;

    private AnsibleGroup ReadGroup(YamlNode key, YamlNode value, int depth)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var group = inventory.Group(NameOf(key));
        if (depth > MaxDepth)
        {
            throw new InventoryException($"{Place(key, "the groups")}: groups are more than {MaxDepth} deep.");
        }

        if (value is YamlSequenceNode hosts)
        {
            ReadHosts(group, hosts);
        }
        else if (value is YamlMappingNode mapping)
        {
            ReadParts(group, mapping, depth);
        }
        else if (!IsNothing(value))
        {
            throw new InventoryException($"{Place(value, "group")}: the group {VmValidation.Quoted(group.Name)} must have hosts, vars or children.");
        }

        return group;
    }

    private void ReadParts(AnsibleGroup group, YamlMappingNode parts, int depth)
    {
        foreach (var (key, value) in parts.Children)
        {
            switch (NameOf(key))
            {
                case "hosts":
                    ReadHosts(group, value);
                    break;
                case "vars":
                    ReadVariables(group.Variables, value, $"group [{ShownText.Of(group.Name)}]");
                    break;
                case "children":
                    ReadChildren(group, value, depth);
                    break;
                case var other:
                    inventory.Ignored.Add($"{other} of a group", Place(key, $"group [{ShownText.Of(group.Name)}]"));
                    break;
            }
        }
    }

    private void ReadChildren(AnsibleGroup group, YamlNode node, int depth)
    {
        if (node is YamlMappingNode mapping)
        {
            foreach (var (key, value) in mapping.Children)
            {
                group.Children.Add(ReadGroup(key, value, depth + 1));
            }
        }
        else if (node is YamlSequenceNode names)
        {
            group.Children.AddRange(names.Children.Select(name => inventory.Group(NameOf(name))));
        }
    }

    private void ReadHosts(AnsibleGroup group, YamlNode node)
    {
        if (node is YamlMappingNode mapping)
        {
            foreach (var (key, value) in mapping.Children)
            {
                ReadHost(group, key, value);
            }
        }
        else if (node is YamlSequenceNode names)
        {
            foreach (var name in names.Children)
            {
                ReadHost(group, name, null);
            }
        }
    }

    private void ReadHost(AnsibleGroup? group, YamlNode key, YamlNode? variables)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var pattern = NameOf(key);
        var (names, port) = HostRange.Expand(pattern, Place(key, $"host {ShownText.Of(pattern)}"));
        foreach (var name in names)
        {
            var host = inventory.Host(name, Place(key, $"host {ShownText.Of(name)}"));
            group?.Hosts.Add(host);
            if (port is not null)
            {
                host.Variables["ansible_port"] = new AnsibleValue(port, host.Place);
            }

            if (variables is not null)
            {
                ReadVariables(host.Variables, variables, host.Place);
            }
        }
    }

    private void ReadMeta(YamlNode node)
    {
        if (node is YamlMappingNode meta && meta.Children.TryGetValue(new YamlScalarNode("hostvars"), out var hosts) && hosts is YamlMappingNode mapping)
        {
            foreach (var (key, value) in mapping.Children)
            {
                ReadHost(null, key, value);
            }
        }
    }

    private void ReadVariables(Dictionary<string, AnsibleValue> variables, YamlNode node, string owner)
    {
        if (node is not YamlMappingNode mapping)
        {
            return;
        }

        foreach (var (key, value) in mapping.Children)
        {
            inventory.Count();
            // A tag of its own (!vault, !unsafe) is no plain value.
            var text = value is YamlScalarNode scalar && (scalar.Tag.IsEmpty || !scalar.Tag.Value.StartsWith('!')) ? scalar.Value : null;
            variables[NameOf(key)] = new AnsibleValue(text, Place(key, owner));
        }
    }
}

using System.Text.RegularExpressions;

namespace WebShell.Core.Inventory.Formats.Ansible;

/// <summary>The INI form: hosts under <c>[group]</c>, variables under <c>[group:vars]</c>, groups under <c>[group:children]</c>, and hosts of no group before all.</summary>
internal static partial class AnsibleIni
{
    public static AnsibleInventory Read(string text, CancellationToken cancellationToken)
    {
        var inventory = new AnsibleInventory();
        var (group, kind) = (inventory.Group(AnsibleInventory.Ungrouped), "hosts");
        var number = 0;
        foreach (var raw in text.AsSpan().EnumerateLines())
        {
            cancellationToken.ThrowIfCancellationRequested();
            number++;
            var line = raw.Trim();
            if (line.IsEmpty || line[0] is '#' or ';')
            {
                continue;
            }

            if (Section().Match(line.ToString()) is { Success: true } section)
            {
                group = inventory.Group(section.Groups[1].Value);
                kind = section.Groups[2] is { Success: true, Value: var named } ? named : "hosts";
                if (kind is not ("hosts" or "vars" or "children"))
                {
                    throw new InventoryException($"line {number}: {VmValidation.Quoted(line.ToString())} is neither [group], [group:vars] nor [group:children].");
                }
            }
            else
            {
                ReadLine(line, kind, group, inventory, number);
            }
        }

        return inventory;
    }

    private static void ReadLine(ReadOnlySpan<char> line, string kind, AnsibleGroup group, AnsibleInventory inventory, int number)
    {
        switch (kind)
        {
            case "hosts":
                ReadHosts(IniWords.Of(line), group, inventory, number);
                break;
            case "children":
                group.Children.Add(inventory.Group(IniWords.Of(line) is [var child, ..] ? child : ""));
                break;
            default:
                var equals = line.IndexOf('=');
                if (equals < 1)
                {
                    throw new InventoryException($"line {number}: a variable must look like name=value.");
                }

                inventory.Count();
                group.Variables[line[..equals].Trim().ToString()] = new AnsibleValue(Unquoted(line[(equals + 1)..].Trim()).ToString(), $"line {number}");
                break;
        }
    }

    private static void ReadHosts(List<string> words, AnsibleGroup group, AnsibleInventory inventory, int number)
    {
        if (words.Count == 0)
        {
            return;
        }

        var place = group.Name == AnsibleInventory.Ungrouped ? $"line {number}" : $"group [{ShownText.Of(group.Name)}], line {number}";
        var (names, port) = HostRange.Expand(words[0], $"line {number}");
        foreach (var name in names)
        {
            var host = inventory.Host(name, place);
            group.Hosts.Add(host);
            if (port is not null)
            {
                host.Variables["ansible_port"] = new AnsibleValue(port, $"line {number}");
            }

            foreach (var word in words.Skip(1))
            {
                inventory.Count();
                var equals = word.IndexOf('=');
                if (equals < 1)
                {
                    throw new InventoryException($"line {number}: {VmValidation.Quoted(word)} must look like name=value.");
                }

                host.Variables[word[..equals]] = new AnsibleValue(word[(equals + 1)..], $"line {number}");
            }
        }
    }

    private static ReadOnlySpan<char> Unquoted(ReadOnlySpan<char> value) =>
        value.Length >= 2 && (value[0] is '"' or '\'') && value[^1] == value[0] ? value[1..^1] : value;

    [GeneratedRegex(@"\A\[([^:\]\s]+)(?::(\w+))?\]\s*(?:[#;].*)?\z")]
    private static partial Regex Section();
}

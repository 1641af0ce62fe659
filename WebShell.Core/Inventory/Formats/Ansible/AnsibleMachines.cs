using System.Globalization;
using WebShell.Core.Inventory.Formats.SshConfig;

namespace WebShell.Core.Inventory.Formats.Ansible;

/// <summary>
/// Makes machines of the hosts: <c>ansible_host</c>, <c>ansible_port</c> and <c>ansible_user</c> are what they say; each group is a label
/// <c>group/NAME: yes</c>, the host's own first one also <c>group: NAME</c>, and other variables are labels.
/// </summary>
internal sealed class AnsibleMachines(AnsibleInventory inventory, IReadOnlyList<string> defaultLogins, ListingBuilder listing, CancellationToken cancellationToken)
{
    private static readonly HashSet<string> OverSsh = ["ssh", "smart", "paramiko", "paramiko_ssh", "libssh", "network_cli", "netconf"];

    private readonly GroupOrder _groups = new(inventory);
    private readonly HashSet<string> _names = new(inventory.Hosts.Select(host => host.Name), StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, (JumpHop Hop, string? Before, string Place)> _jumps = new(StringComparer.OrdinalIgnoreCase);

    public void List()
    {
        foreach (var host in inventory.Hosts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var variables = Variables(host);
            var connection = variables.GetValueOrDefault("ansible_connection").Text;
            if (host.Name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (connection is not null && !OverSsh.Contains(connection)))
            {
                listing.Ignore($"{ShownText.Of(host.Name)}, which is not reached over SSH ({host.Place})");
                continue;
            }

            Add(host, variables);
        }

        foreach (var (name, (hop, before, place)) in _jumps)
        {
            listing.Add(new ListedMachine
            {
                Name = name,
                Place = place,
                Address = name,
                Port = hop.Port,
                Logins = hop.Login is { } login ? [login] : defaultLogins.Count > 0 ? defaultLogins : null,
                Jumps = before is null ? null : [before],
            });
        }

        inventory.Ignored.Report(listing);
    }

    private Dictionary<string, AnsibleValue> Variables(AnsibleHost host)
    {
        var all = inventory.Groups.FirstOrDefault(group => group.Name == AnsibleInventory.All);
        var variables = new Dictionary<string, AnsibleValue>(all?.Variables ?? []);
        foreach (var (name, value) in _groups.Of(host).SelectMany(group => group.Variables).Concat(host.Variables))
        {
            variables[name] = value;
        }

        return variables;
    }

    private void Add(AnsibleHost host, Dictionary<string, AnsibleValue> variables)
    {
        var mistakes = new List<string>();
        string? Said(params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
            {
                if (variables.TryGetValue(name, out var value))
                {
                    return value.Text;
                }
            }

            return null;
        }

        var login = Said("ansible_user", "ansible_ssh_user");
        var machine = new ListedMachine
        {
            Name = host.Name,
            Place = host.Place,
            Address = Address(host.Name, Said("ansible_host", "ansible_ssh_host"), mistakes),
            Port = Port(Said("ansible_port", "ansible_ssh_port"), mistakes),
            Logins = login is not null ? [login] : defaultLogins.Count > 0 ? defaultLogins : null,
            Jumps = Jumps(host, AnsibleVariables.JumpOf(Said("ansible_ssh_common_args")) ?? AnsibleVariables.JumpOf(Said("ansible_ssh_extra_args")), mistakes),
            Labels = Labels(host, variables),
        };
        listing.Add(machine, mistakes.Count == 0 ? [] : [.. mistakes, .. ListedMachineRules.Check(machine, isChecked: false)]);
    }

    private static string Address(string name, string? said, List<string> mistakes)
    {
        var address = (said ?? name).Replace("{{ inventory_hostname }}", name, StringComparison.Ordinal).Replace("{{inventory_hostname}}", name, StringComparison.Ordinal);
        if (address.Contains("{{", StringComparison.Ordinal))
        {
            mistakes.Add($"ansible_host {VmValidation.Quoted(address)} is a template that only Ansible can fill in.");
            return name;
        }

        return address;
    }

    private static int? Port(string? text, List<string> mistakes)
    {
        if (text is null)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            return port;
        }

        mistakes.Add($"ansible_port {VmValidation.Quoted(text)} must be a number between 1 and 65535.");
        return null;
    }

    private IReadOnlyList<string>? Jumps(AnsibleHost host, string? way, List<string> mistakes)
    {
        if (way is null)
        {
            return null;
        }

        if (JumpHop.TryReadAll(way) is not { } hops)
        {
            mistakes.Add($"ProxyJump {VmValidation.Quoted(way)} is not a way of at most {JumpRoute.MaxHops} machines.");
            return null;
        }

        string? before = null;
        foreach (var hop in hops)
        {
            if (!_names.Contains(hop.Host) && VmValidation.Name(hop.Host) is null)
            {
                _ = _jumps.TryAdd(hop.Host, (hop, before, $"{host.Place} (ProxyJump)"));
            }

            before = hop.Host;
        }

        // The variables of all reach the jump itself, too.
        return before is null || before.Equals(host.Name, StringComparison.OrdinalIgnoreCase) ? null : [before];
    }

    private Dictionary<string, string>? Labels(AnsibleHost host, Dictionary<string, AnsibleValue> variables)
    {
        var labels = new Dictionary<string, string>();
        foreach (var group in _groups.Of(host).Where(group => group.Name != AnsibleInventory.Ungrouped))
        {
            if (VmValidation.LabelKey($"group/{group.Name}") is null)
            {
                labels[$"group/{group.Name}"] = "yes";
            }
        }

        if (_groups.Own(host).FirstOrDefault(group => group.Name is not (AnsibleInventory.All or AnsibleInventory.Ungrouped)) is { } own && VmValidation.LabelValue(own.Name) is null)
        {
            labels["group"] = own.Name;
        }

        foreach (var (name, value) in variables)
        {
            if (AnsibleVariables.IsLabel(name, value))
            {
                _ = labels.TryAdd(name, value.Text!);
            }
            else if (name is not ("ansible_host" or "ansible_ssh_host" or "ansible_port" or "ansible_ssh_port" or "ansible_user" or "ansible_ssh_user"))
            {
                inventory.Ignored.Add(name, value.Place);
            }
        }

        return labels.Count == 0 ? null : labels;
    }
}

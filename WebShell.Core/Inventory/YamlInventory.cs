using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace WebShell.Core.Inventory;

/// <summary>Reads the YAML form of the inventory (docs/inventory.md). Strict: every mistake is named with its line, and with one nothing is read.</summary>
internal sealed class YamlInventory
{
    private const int MaxDepth = 20;

    private static readonly string[] MachineKeys =
        ["name", "address", "port", "login", "logins", "jump", "jumps", "labels", "os", "owner", "credential", "allowLoopback", "algorithms"];

    private readonly List<string> _mistakes = [];

    /// <exception cref="InventoryException">There are mistakes.</exception>
    public static IReadOnlyList<Vm> Read(string text, string source)
    {
        var reader = new YamlInventory();
        var machines = reader.ReadDocument(text, source);
        return reader._mistakes.Count == 0 ? machines : throw new InventoryException(reader._mistakes);
    }

    private List<Vm> ReadDocument(string text, string source)
    {
        try
        {
            RequireFlat(text);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents.Count != 1 || stream.Documents[0].RootNode is not YamlMappingNode root)
            {
                _mistakes.Add("The file must be one mapping with the key 'machines'.");
                return [];
            }

            var fields = Fields(root, ["machines"], "the file");
            if (!fields.TryGetValue("machines", out var machines))
            {
                Mistake(root, "'machines' is missing.");
                return [];
            }

            return ReadMachines(machines, source);
        }
        catch (YamlException e)
        {
            _mistakes.Add($"line {e.Start.Line}: {(e.InnerException ?? e).Message}");
            return [];
        }
    }

    // The loader below calls itself for every level: a file of a hundred thousand brackets would end the process.
    private static void RequireFlat(string text)
    {
        var depth = 0;
        for (var parser = new Parser(new StringReader(text)); parser.MoveNext();)
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > MaxDepth)
            {
                throw new YamlException(parser.Current.Start, parser.Current.End, "too many levels.");
            }
        }
    }

    private List<Vm> ReadMachines(YamlNode node, string source)
    {
        var machines = new List<Vm>();
        var lines = new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in Items(node, "machines"))
        {
            if (item is not YamlMappingNode mapping)
            {
                Mistake(item, "a machine must be a mapping (name: …, address: …).");
            }
            else if (ReadMachine(mapping, source) is { } vm)
            {
                if (!lines.TryAdd(vm.Name, mapping.Start.Line))
                {
                    Mistake(mapping, $"{vm.Name} is already listed in line {lines[vm.Name]}.");
                }

                machines.Add(vm);
            }
        }

        return machines;
    }

    private Vm? ReadMachine(YamlMappingNode node, string source)
    {
        var before = _mistakes.Count;
        var fields = Fields(node, MachineKeys, "a machine");
        var name = Required(node, fields, "name", VmValidation.Name);
        var vm = new Vm
        {
            Name = name,
            Address = Required(node, fields, "address", VmValidation.Address),
            Port = ReadPort(fields),
            Logins = ReadLogins(node, fields),
            Jumps = ReadJumps(node, fields),
            Labels = ReadLabels(fields),
            OperatingSystem = Optional(fields, "os", text => VmValidation.Text("os", text)) ?? "",
            Owner = Optional(fields, "owner", text => VmValidation.Text("owner", text)) ?? "",
            Credential = Optional(fields, "credential", VmValidation.Credential),
            AllowLoopback = ReadFlag(fields, "allowLoopback"),
            AllowsLegacyAlgorithms = Optional(fields, "algorithms", VmValidation.Algorithms) == VmValidation.LegacyAlgorithms,
            Source = source,
        };
        return _mistakes.Count == before ? vm : null;
    }

    private int ReadPort(Dictionary<string, YamlNode> fields)
    {
        const int SshPort = 22;
        if (!fields.TryGetValue("port", out var node))
        {
            return SshPort;
        }

        var isNumber = int.TryParse(Scalar(node, "port"), NumberStyles.None, CultureInfo.InvariantCulture, out var port);
        Check(node, isNumber ? VmValidation.Port(port) : "port must be a number between 1 and 65535.");
        return port;
    }

    private List<string> ReadLogins(YamlMappingNode machine, Dictionary<string, YamlNode> fields)
    {
        var logins = new List<string>();
        if (fields.ContainsKey("login") == fields.ContainsKey("logins"))
        {
            Mistake(machine, "a machine needs either 'login' or 'logins'.");
        }
        else if (fields.TryGetValue("login", out var login))
        {
            logins.Add(Checked(login, "login", VmValidation.Login));
        }
        else
        {
            logins.AddRange(Items(fields["logins"], "logins").Select(item => Checked(item, "a login", VmValidation.Login)));
            Check(fields["logins"], logins.Count is < 1 or > VmValidation.MaxLogins ? $"logins must list 1 to {VmValidation.MaxLogins} names." : null);
        }

        return logins;
    }

    private List<string> ReadJumps(YamlMappingNode machine, Dictionary<string, YamlNode> fields)
    {
        if (fields.ContainsKey("jump") && fields.ContainsKey("jumps"))
        {
            Mistake(machine, "a machine has either 'jump' or 'jumps'.");
        }

        if (fields.TryGetValue("jump", out var jump))
        {
            return [Checked(jump, "jump", VmValidation.Jump)];
        }

        if (!fields.TryGetValue("jumps", out var list))
        {
            return [];
        }

        List<string> jumps = [.. Items(list, "jumps").Select(item => Checked(item, "a jump", VmValidation.Jump))];
        Check(list, jumps.Count > VmValidation.MaxJumps ? $"a machine has at most {VmValidation.MaxJumps} jumps." : null);
        return jumps;
    }

    private Dictionary<string, string> ReadLabels(Dictionary<string, YamlNode> fields)
    {
        var labels = new Dictionary<string, string>();
        if (!fields.TryGetValue("labels", out var node))
        {
            return labels;
        }

        if (node is not YamlMappingNode mapping)
        {
            Mistake(node, "labels must be a mapping (env: prod).");
            return labels;
        }

        foreach (var (key, value) in mapping.Children)
        {
            labels[Checked(key, "a label's key", VmValidation.LabelKey)] = Checked(value, "a label's value", VmValidation.LabelValue);
        }

        Check(node, labels.Count > VmValidation.MaxLabels ? $"a machine has at most {VmValidation.MaxLabels} labels." : null);
        return labels;
    }

    private bool ReadFlag(Dictionary<string, YamlNode> fields, string key)
    {
        var text = Optional(fields, key, flag => flag is "true" or "false" ? null : $"{key} must be true or false.");
        return text == "true";
    }

    private string Required(YamlMappingNode machine, Dictionary<string, YamlNode> fields, string key, Func<string, string?> check)
    {
        if (fields.TryGetValue(key, out var node))
        {
            return Checked(node, key, check);
        }

        Mistake(machine, $"'{key}' is missing.");
        return "";
    }

    private string? Optional(Dictionary<string, YamlNode> fields, string key, Func<string, string?> check) =>
        fields.TryGetValue(key, out var node) ? Checked(node, key, check) : null;

    private string Checked(YamlNode node, string what, Func<string, string?> check)
    {
        if (Scalar(node, what) is not { } text)
        {
            return "";
        }

        Check(node, check(text));
        return text;
    }

    private string? Scalar(YamlNode node, string what)
    {
        if (node is YamlScalarNode { Value: { } value })
        {
            return value;
        }

        Mistake(node, $"{what} must be a single value.");
        return null;
    }

    private YamlNode[] Items(YamlNode node, string what)
    {
        if (node is YamlSequenceNode sequence)
        {
            return [.. sequence.Children];
        }

        Mistake(node, $"{what} must be a list.");
        return [];
    }

    private Dictionary<string, YamlNode> Fields(YamlMappingNode node, string[] accepted, string what)
    {
        var fields = new Dictionary<string, YamlNode>();
        foreach (var (key, value) in node.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            fields[name] = value;
            Check(key, accepted.Contains(name)
                ? null
                : $"{VmValidation.Quoted(name)} is not a key of {what}; the keys are: {string.Join(", ", accepted)}.");
        }

        return fields;
    }

    private void Check(YamlNode node, string? mistake)
    {
        if (mistake is not null)
        {
            Mistake(node, mistake);
        }
    }

    private void Mistake(YamlNode node, string mistake) => _mistakes.Add($"line {node.Start.Line}: {mistake}");
}

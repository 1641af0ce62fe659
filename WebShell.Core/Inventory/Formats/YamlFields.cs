using YamlDotNet.RepresentationModel;

namespace WebShell.Core.Inventory.Formats;

/// <summary>The keys of one mapping, of which only some are known; collects every mistake, with its line where that is not the mapping's own.</summary>
internal sealed class YamlFields
{
    private readonly Dictionary<string, YamlNode> _fields = [];
    private readonly List<string> _mistakes;
    private readonly YamlMappingNode _node;
    private readonly long? _ownLine;

    public YamlFields(YamlMappingNode node, string[] accepted, string what)
        : this(node, accepted, what, [], what == "the file" ? null : node.Start.Line)
    {
    }

    private YamlFields(YamlMappingNode node, string[] accepted, string what, List<string> mistakes, long? ownLine)
    {
        (_node, _mistakes, _ownLine) = (node, mistakes, ownLine);
        foreach (var (key, value) in node.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            _fields[name] = value;
            if (!accepted.Contains(name))
            {
                Mistake(key, $"{VmValidation.Quoted(name)} is not a key of {what}; the keys are: {string.Join(", ", accepted)}.");
            }
        }
    }

    public IReadOnlyList<string> Mistakes => _mistakes;

    public bool Has(string key) => _fields.ContainsKey(key);

    /// <summary>A mapping inside this one, whose mistakes are this one's.</summary>
    public YamlFields Inner(YamlMappingNode node, string[] accepted, string what) => new(node, accepted, what, _mistakes, _ownLine);

    /// <summary>The value, or an empty string and a mistake.</summary>
    public string Required(string key, Func<string, string?> check)
    {
        if (_fields.TryGetValue(key, out var node))
        {
            return Checked(node, key, check);
        }

        Mistake($"'{key}' is missing.");
        return "";
    }

    /// <summary>The value, or null where there is none.</summary>
    public string? Text(string key, Func<string, string?> check) => _fields.TryGetValue(key, out var node) ? Checked(node, key, check) : null;

    public IReadOnlyList<string>? Texts(string key, string what, Func<string, string?> check) =>
        List(key) is { } items ? [.. items.Select(item => Checked(item, what, check))] : null;

    public IReadOnlyList<YamlNode>? List(string key)
    {
        if (!_fields.TryGetValue(key, out var node))
        {
            return null;
        }

        if (node is YamlSequenceNode sequence)
        {
            return [.. sequence.Children];
        }

        Mistake(node, $"{key} must be a list.");
        return [];
    }

    public YamlMappingNode? Mapping(string key, string mistake)
    {
        if (_fields.TryGetValue(key, out var node) && node is not YamlMappingNode)
        {
            Mistake(node, mistake);
        }

        return node as YamlMappingNode;
    }

    public string Checked(YamlNode node, string what, Func<string, string?> check)
    {
        if (node is not YamlScalarNode { Value: { } text })
        {
            Mistake(node, $"{what} must be a single value.");
            return "";
        }

        if (check(text) is { } mistake)
        {
            Mistake(node, mistake);
        }

        return text;
    }

    public void Check(string key, string? mistake)
    {
        if (mistake is not null)
        {
            Mistake(_fields.GetValueOrDefault(key, _node), mistake);
        }
    }

    public void Mistake(string mistake) => Mistake(_node, mistake);

    public void Mistake(YamlNode node, string mistake) =>
        _mistakes.Add(node.Start.Line == _ownLine ? mistake : $"line {node.Start.Line}: {mistake}");
}

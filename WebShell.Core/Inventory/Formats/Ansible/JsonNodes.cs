using System.Text.Json;
using YamlDotNet.RepresentationModel;

namespace WebShell.Core.Inventory.Formats.Ansible;

/// <summary>JSON as the nodes of YAML, which do not know their lines.</summary>
internal static class JsonNodes
{
    private const int MaxDepth = 64;

    /// <exception cref="InventoryException">It is not JSON.</exception>
    public static YamlNode Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return Node(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            var line = (e as JsonException)?.LineNumber + 1 ?? 1;
            throw new InventoryException($"line {line}: this is not JSON, or not all of it.", e);
        }
    }

    private static YamlNode Node(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => Mapping(element),
        JsonValueKind.Array => new YamlSequenceNode(element.EnumerateArray().Select(Node)),
        JsonValueKind.String => new YamlScalarNode(element.GetString()),
        JsonValueKind.Null => new YamlScalarNode(null),
        _ => new YamlScalarNode(element.GetRawText()),
    };

    private static YamlMappingNode Mapping(JsonElement element)
    {
        var mapping = new YamlMappingNode();
        foreach (var property in element.EnumerateObject())
        {
            // As in Python, the last one of a name counts.
            mapping.Children[new YamlScalarNode(property.Name)] = Node(property.Value);
        }

        return mapping;
    }
}

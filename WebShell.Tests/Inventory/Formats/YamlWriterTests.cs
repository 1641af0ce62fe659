using WebShell.Core.Inventory.Formats;
using YamlDotNet.RepresentationModel;

namespace WebShell.Tests.Inventory.Formats;

public sealed class YamlWriterTests
{
    private static readonly string[] Odd =
    [
        "plain", "null", "~", "true", "no", "007", "1.5", "- x", "a: b", "a #b", "#x", "{a}", "[a]", "&a", "*", "!x", "|", ">", "'", "\"", "a\\b", "%x", "@x", "`x", ",", "?", ": ", "---", "...",
        " edge", "edge ", "\tx", "a\nb", "a\r\nb", "\n", "a\u0085b", "a\u2028b", "\u0007", "ä漢😀", "a\u00a0", "\ufeffx",
    ];

    [Fact]
    public void EveryText_IsReadBackAsItWas_AsValueAsKeyAndInALine()
    {
        using var text = new StringWriter();
        var yaml = new YamlWriter(text);
        yaml.Document("items", Odd, odd =>
        {
            yaml.Text("text", odd);
            yaml.List("list", [odd, "x", odd]);
            yaml.Map("map", new Dictionary<string, string> { ["k"] = odd });
        });

        var read = new YamlStream();
        read.Load(new StringReader(text.ToString()));
        var items = (YamlSequenceNode)((YamlMappingNode)read.Documents[0].RootNode).Children[new YamlScalarNode("items")];
        Assert.Equal(Odd.Length, items.Children.Count);
        foreach (var (node, odd) in items.Children.Cast<YamlMappingNode>().Zip(Odd))
        {
            Assert.Equal(odd, ((YamlScalarNode)node.Children[new YamlScalarNode("text")]).Value);
            Assert.Equal([odd, "x", odd], ((YamlSequenceNode)node.Children[new YamlScalarNode("list")]).Children.Select(child => ((YamlScalarNode)child).Value!));
            Assert.Equal(odd, ((YamlScalarNode)((YamlMappingNode)node.Children[new YamlScalarNode("map")]).Children[new YamlScalarNode("k")]).Value);
        }
    }
}

using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace WebShell.Core.Inventory.Formats;

/// <summary>Reads one YAML document into nodes that know their lines, within the bounds of <see cref="FlatParser"/>.</summary>
internal static class YamlDocumentLoader
{
    public const int MaxDepth = 20;

    /// <summary>The root, or null where there is no document or more than one.</summary>
    /// <exception cref="InventoryException">It is not YAML; the message says where.</exception>
    public static YamlNode? Load(string text, CancellationToken cancellationToken, int maxDepth = MaxDepth)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new FlatParser(new Parser(new StringReader(text)), maxDepth, cancellationToken));
            return stream.Documents.Count == 1 ? stream.Documents[0].RootNode : null;
        }
        catch (YamlException e)
        {
            throw new InventoryException([$"line {e.Start.Line}: {OneLine((e.InnerException ?? e).Message)}"]);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or FormatException or IndexOutOfRangeException or NullReferenceException or OverflowException)
        {
            // What the library does with some broken texts; the fuzz test knows them.
            throw new InventoryException("The file is not YAML.", e);
        }
    }

    private static string OneLine(string message) => ShownText.Of(message);
}

using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace WebShell.Core.Inventory.Formats;

/// <summary>
/// The portal's own form (docs/inventory.md), which has every field. Strict: a key that it does not know is a mistake, of the machine
/// or, outside of one, of the file.
/// </summary>
internal sealed partial class YamlFormat : IListingFormat
{
    public string Name => "yaml";

    public bool Recognises(string fileName, string head) => Machines().IsMatch(head);

    public Listing Read(ListingText text, CancellationToken cancellationToken)
    {
        if (YamlDocumentLoader.Load(text.Text, cancellationToken) is not YamlMappingNode root)
        {
            throw new InventoryException("The file must be one mapping with the key 'machines'.");
        }

        var file = new YamlFields(root, ["machines"], "the file");
        var listing = new ListingBuilder(cancellationToken);
        if (!file.Has("machines"))
        {
            file.Mistake("'machines' is missing.");
        }

        foreach (var item in file.List("machines") ?? [])
        {
            if (item is YamlMappingNode machine)
            {
                YamlMachine.Read(machine, listing);
            }
            else
            {
                listing.Reject($"line {item.Start.Line}", null, ["a machine must be a mapping (name: …, address: …)."]);
            }
        }

        return file.Mistakes.Count == 0 ? listing.Build(Name) : throw new InventoryException([.. file.Mistakes, .. listing.Mistakes]);
    }

    // Also as JSON, which is YAML.
    [GeneratedRegex("""(^|[{,])\s*"?machines"?\s*:""", RegexOptions.Multiline)]
    private static partial Regex Machines();
}

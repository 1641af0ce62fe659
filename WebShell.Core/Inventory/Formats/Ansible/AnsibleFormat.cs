using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace WebShell.Core.Inventory.Formats.Ansible;

/// <summary>An inventory of Ansible: INI, YAML, or what <c>ansible-inventory --list</c> prints.</summary>
internal sealed partial class AnsibleFormat : IListingFormat
{
    // Each level of groups is two of YAML.
    private const int MaxYamlDepth = 70;

    public string Name => "ansible";

    public bool Recognises(string fileName, string head) => IsJson(head) ? Json().IsMatch(head) : Ini().IsMatch(head) || Yaml().IsMatch(head);

    public Listing Read(ListingText text, CancellationToken cancellationToken)
    {
        var listing = new ListingBuilder(cancellationToken);
        new AnsibleMachines(Inventory(text, cancellationToken), text.DefaultLogins, listing, cancellationToken).List();
        return listing.Build(Name);
    }

    private static AnsibleInventory Inventory(ListingText text, CancellationToken cancellationToken)
    {
        if (IsJson(text.Text))
        {
            return Tree(JsonNodes.Read(text.Text), knowsLines: false, cancellationToken);
        }

        return Path.GetExtension(text.FileName).ToLowerInvariant() is ".yml" or ".yaml" || (Yaml().IsMatch(text.Text) && !Ini().IsMatch(text.Text))
            ? Tree(YamlDocumentLoader.Load(text.Text, cancellationToken, MaxYamlDepth), knowsLines: true, cancellationToken)
            : AnsibleIni.Read(text.Text, cancellationToken);
    }

    private static AnsibleInventory Tree(YamlNode? root, bool knowsLines, CancellationToken cancellationToken) => root is YamlMappingNode mapping
        ? AnsibleTree.Read(mapping, knowsLines, cancellationToken)
        : throw new InventoryException("The inventory must be one mapping of groups.");

    private static bool IsJson(string text) => text.AsSpan().TrimStart() is ['{', ..];

    [GeneratedRegex("\"(_meta|hosts|children|hostvars)\"\\s*:")]
    private static partial Regex Json();

    [GeneratedRegex(@"^[ \t]*\[[^:\]\s]+(:(vars|children|hosts))?\][ \t]*([#;].*)?\r?$|^[A-Za-z0-9][^\s#=]*[ \t]+ansible_\w+=", RegexOptions.Multiline)]
    private static partial Regex Ini();

    [GeneratedRegex(@"^[A-Za-z_][\w.-]*:[ \t]*\r?\n(?:[ \t]*(?:#.*)?\r?\n)*[ \t]+(hosts|children|vars):", RegexOptions.Multiline)]
    private static partial Regex Yaml();
}

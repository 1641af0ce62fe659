using System.Text.Json;
using System.Text.RegularExpressions;

namespace WebShell.Core.Inventory.Formats.NetBox;

/// <summary>A page of NetBox's REST API as a file: an object with <c>results</c>. <see cref="NetBoxClient"/> reads all pages over HTTP.</summary>
internal sealed partial class NetBoxFormat : IListingFormat
{
    private const int MaxDepth = 64;

    public string Name => "netbox";

    public bool Recognises(string fileName, string head) => head.AsSpan().TrimStart() is ['{', ..] && Results().IsMatch(head);

    public Listing Read(ListingText text, CancellationToken cancellationToken)
    {
        var listing = new ListingBuilder(cancellationToken);
        try
        {
            using var document = JsonDocument.Parse(text.Text, new JsonDocumentOptions { MaxDepth = MaxDepth });
            _ = ReadPage(document.RootElement, "", 0, text.DefaultLogins, listing);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new InventoryException("The file is not JSON, or not all of it.", e);
        }

        return listing.Build(Name);
    }

    /// <summary>Takes the page's machines; gives how many there were.</summary>
    /// <exception cref="InventoryException">It is no page of NetBox.</exception>
    internal static int ReadPage(JsonElement page, string kind, int before, IReadOnlyList<string> defaultLogins, ListingBuilder listing)
    {
        if (page.ValueKind != JsonValueKind.Object || !page.TryGetProperty("results", out var results) || results.ValueKind != JsonValueKind.Array)
        {
            throw new InventoryException("This is not an answer of NetBox: it has no list of 'results'.");
        }

        var count = 0;
        foreach (var machine in results.EnumerateArray())
        {
            NetBoxMachines.Read(machine, $"{(kind.Length == 0 ? "result" : kind)} {before + ++count}", defaultLogins, listing);
        }

        return count;
    }

    [GeneratedRegex("\"results\"\\s*:\\s*\\[")]
    private static partial Regex Results();
}

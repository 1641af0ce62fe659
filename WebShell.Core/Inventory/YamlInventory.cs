using WebShell.Core.Inventory.Formats;

namespace WebShell.Core.Inventory;

/// <summary>Reads the YAML form of the inventory (docs/inventory.md) whole or not at all: every mistake is named with its line.</summary>
internal static class YamlInventory
{
    /// <exception cref="InventoryException">There are mistakes.</exception>
    public static IReadOnlyList<Vm> Read(string text, string source)
    {
        var listing = new YamlFormat().Read(new ListingText(source, text), CancellationToken.None);
        return listing.Rejected.Count == 0
            ? [.. listing.Machines.Select(machine => ListedMachineRules.ToVm(machine, source))]
            : throw new InventoryException([.. listing.Rejected.SelectMany(rejection => rejection.Mistakes)]);
    }
}

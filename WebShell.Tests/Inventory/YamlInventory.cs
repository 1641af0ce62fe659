using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Formats;

namespace WebShell.Tests.Inventory;

/// <summary>A YAML text as machines, whole or not at all.</summary>
internal static class YamlInventory
{
    /// <exception cref="InventoryException">Machines were rejected; the message names every mistake.</exception>
    public static IReadOnlyList<Vm> Read(string text, string source)
    {
        var listing = new YamlFormat().Read(new ListingText(source, text), CancellationToken.None);
        return listing.Rejected.Count == 0
            ? [.. listing.Machines.Select(machine => ListedMachineRules.ToVm(machine, source))]
            : throw new InventoryException([.. listing.Rejected.SelectMany(rejection => rejection.Mistakes)]);
    }
}

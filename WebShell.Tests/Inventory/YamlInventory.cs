using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Formats;

namespace WebShell.Tests.Inventory;

/// <summary>A YAML text as the configured file is read: whole or not at all.</summary>
internal static class YamlInventory
{
    public static IReadOnlyList<Vm> Read(string text, string source) =>
        ListedMachineRules.WholeOrNothing(new YamlFormat().Read(new ListingText(source, text), CancellationToken.None), source);
}

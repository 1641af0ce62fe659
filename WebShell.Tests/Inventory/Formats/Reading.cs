using System.Text;
using Microsoft.Extensions.DependencyInjection;
using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Formats;

namespace WebShell.Tests.Inventory.Formats;

/// <summary>Reads texts as the portal reads files.</summary>
internal static class Reading
{
    public static ListingReader Reader() => new(new ServiceCollection().AddListingFormats().BuildServiceProvider().GetServices<IListingFormat>());

    public static Listing Of(string fileName, string text, string? format = null, params string[] defaultLogins) =>
        Reader().Read(new ListingText(fileName, text) { DefaultLogins = defaultLogins }, format, CancellationToken.None);

    public static async Task<string> Failure(string fileName, byte[] content, string? format = null) =>
        (await Assert.ThrowsAsync<InventoryException>(() => Reader().ReadAsync(fileName, new MemoryStream(content), format, [], CancellationToken.None))).Message;

    public static Task<string> Failure(string fileName, string content, string? format = null) => Failure(fileName, Encoding.UTF8.GetBytes(content), format);

    /// <summary>All that a machine's source says, to compare.</summary>
    public static string Facts(Vm vm) => string.Join('\n', [
        vm.Name, vm.Address, string.Join(' ', vm.OtherAddresses), $"{vm.Port}", string.Join(' ', vm.Logins), string.Join(' ', vm.Jumps), vm.OperatingSystem, vm.Owner,
        vm.Notes, vm.Credential ?? "-", vm.ConsoleUrl ?? "-", vm.HostKeyPolicy ?? "-", $"{vm.AllowLoopback} {vm.AllowsLegacyAlgorithms}",
        .. vm.Links.Select(link => $"{link}"), .. vm.Labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}")]);
}

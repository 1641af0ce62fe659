using WebShell.Core.Inventory.Formats;

namespace WebShell.Core.Inventory.Import;

/// <summary>A listed machine as one of the inventory: what the source says nothing about has its default, and address and login, which have none, stay as they are.</summary>
internal static class ListedFields
{
    private static readonly IReadOnlyDictionary<string, string> NoLabels = new Dictionary<string, string>();

    public static Vm ToVm(ListedMachine listed, Vm? current) => new()
    {
        Name = listed.Name,
        Address = listed.Address ?? current?.Address ?? "",
        OtherAddresses = listed.OtherAddresses ?? [],
        Port = listed.Port ?? 22,
        Logins = listed.Logins ?? current?.Logins ?? [],
        Jumps = listed.Jumps ?? [],
        Labels = listed.Labels ?? NoLabels,
        OperatingSystem = listed.OperatingSystem ?? "",
        Owner = listed.Owner ?? "",
        Notes = listed.Notes ?? "",
        Links = listed.Links ?? [],
        ConsoleUrl = listed.ConsoleUrl,
        HostKeyPolicy = listed.HostKeyPolicy,
        Credential = listed.Credential,
        AllowLoopback = listed.AllowLoopback ?? false,
        AllowsLegacyAlgorithms = listed.AllowsLegacyAlgorithms ?? false,
    };
}

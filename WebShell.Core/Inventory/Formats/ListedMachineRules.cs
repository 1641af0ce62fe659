namespace WebShell.Core.Inventory.Formats;

/// <summary>What a listed machine has to be, by the rules of <see cref="VmValidation"/>; and what it is as a machine of the inventory.</summary>
internal static class ListedMachineRules
{
    private static readonly IReadOnlyDictionary<string, string> NoLabels = new Dictionary<string, string>();

    /// <param name="machine">The machine.</param>
    /// <param name="isChecked">Its fields were checked by the reader, which knows their lines; only what the whole needs is looked at.</param>
    public static IEnumerable<string> Check(ListedMachine machine, bool isChecked)
    {
        if (isChecked)
        {
            return [];
        }

        string?[] missing =
        [
            machine.Name.Length == 0 ? "'name' is missing." : null,
            machine.Address is null ? "'address' is missing." : null,
            machine.Logins is null ? "it has no login: name one, or set WebShell:Inventory:DefaultLogins." : null,
        ];
        return missing.OfType<string>() is var named && named.Any() ? named : VmValidation.Check(ToVm(machine, ""));
    }

    /// <summary>As one of the inventory: what the source says nothing about has its default; address and login, which have none, stay as they are.</summary>
    /// <param name="machine">What the source says.</param>
    /// <param name="source">What the source is called.</param>
    /// <param name="current">The machine there is; null: it is new.</param>
    public static Vm ToVm(ListedMachine machine, string source, Vm? current = null) => new()
    {
        Name = machine.Name,
        Address = machine.Address ?? current?.Address ?? "",
        OtherAddresses = machine.OtherAddresses ?? [],
        Port = machine.Port ?? 22,
        Logins = machine.Logins ?? current?.Logins ?? [],
        Jumps = machine.Jumps ?? [],
        Labels = machine.Labels ?? NoLabels,
        OperatingSystem = machine.OperatingSystem ?? "",
        Owner = machine.Owner ?? "",
        Notes = machine.Notes ?? "",
        Links = machine.Links ?? [],
        ConsoleUrl = machine.ConsoleUrl,
        HostKeyPolicy = machine.HostKeyPolicy,
        Credential = machine.Credential,
        AllowLoopback = machine.AllowLoopback ?? false,
        AllowsLegacyAlgorithms = machine.AllowsLegacyAlgorithms ?? false,
        Source = source,
    };
}

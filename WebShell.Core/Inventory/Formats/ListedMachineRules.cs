namespace WebShell.Core.Inventory.Formats;

/// <summary>What a listed machine has to be, by the rules of <see cref="VmValidation"/>; and what it is as a machine of the inventory.</summary>
internal static class ListedMachineRules
{
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

    /// <summary>A machine as new, with the defaults for what its source says nothing about.</summary>
    public static Vm ToVm(ListedMachine machine, string source) => new()
    {
        Name = machine.Name,
        Address = machine.Address ?? "",
        OtherAddresses = machine.OtherAddresses ?? [],
        Port = machine.Port ?? 22,
        Logins = machine.Logins ?? [],
        Jumps = machine.Jumps ?? [],
        Labels = machine.Labels ?? new Dictionary<string, string>(),
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

using WebShell.Core.Inventory;

namespace WebShell.Core.Credentials.Shared;

/// <summary>The machines that shared credentials mean now, held against what was confirmed.</summary>
public sealed class SharedMachines(VmInventory inventory, IPinnedPrints pins)
{
    /// <summary>Host and port as bindings have them.</summary>
    public static string AddressOf(Vm vm) => vm.Address.Contains(':') ? $"[{vm.Address}]:{vm.Port}" : $"{vm.Address}:{vm.Port}";

    /// <summary>How many machines a text means; null where it means none that can be said.</summary>
    public int? Count(string machines)
    {
        if (SharedScope.Check(machines) is not null)
        {
            return null;
        }

        var scope = new SharedScope(machines);
        return inventory.All.Count(scope.Includes);
    }

    /// <summary>Every machine of a credential by name, with its state.</summary>
    public IReadOnlyList<SharedMachine> Of(string machines, IEnumerable<SharedBinding> confirmed) => Of(machines, confirmed, pins.Read());

    /// <summary>The same for several credentials, with the pins read once.</summary>
    public IReadOnlyDictionary<Guid, IReadOnlyList<SharedMachine>> Of(IEnumerable<SharedCredential> rows, IEnumerable<SharedBinding> confirmed)
    {
        var (read, bindings) = (pins.Read(), confirmed.ToLookup(binding => binding.CredentialId));
        return rows.ToDictionary(row => row.Id, row => Of(row.Machines, bindings[row.Id], read));
    }

    private IReadOnlyList<SharedMachine> Of(string machines, IEnumerable<SharedBinding> confirmed, Func<string, IReadOnlyList<string>> printsOf)
    {
        var (scope, bindings) = (new SharedScope(machines), confirmed.ToDictionary(binding => binding.Slug, StringComparer.OrdinalIgnoreCase));
        return [.. inventory.All.Where(scope.Includes).Select(vm => new SharedMachine(vm, printsOf(vm.Slug), bindings.GetValueOrDefault(vm.Slug)))];
    }
}

/// <summary>One machine of a shared credential.</summary>
/// <param name="Vm">The machine as it is now.</param>
/// <param name="Prints">Of the host keys that are pinned for it now.</param>
/// <param name="Confirmed">As it was confirmed; null: it never was.</param>
public sealed record SharedMachine(Vm Vm, IReadOnlyList<string> Prints, SharedBinding? Confirmed)
{
    public BindingState State { get; } =
        Prints.Count == 0 ? BindingState.NoHostKey
        : Confirmed is null ? BindingState.NewMachine
        : Confirmed.Address != SharedMachines.AddressOf(Vm) ? BindingState.AddressChanged
        : Prints.All(Confirmed.Has) ? BindingState.Confirmed
        : BindingState.HostKeyChanged;

    internal SharedBinding Confirm(Guid credentialId, DateTimeOffset at, string by) => new()
    {
        CredentialId = credentialId,
        Slug = Vm.Slug,
        Address = SharedMachines.AddressOf(Vm),
        Prints = string.Join('\n', Prints.Take(SharedBinding.MaxPrints / 64)),
        ConfirmedAt = at,
        ConfirmedBy = by,
    };
}

using WebShell.Core.Access;
using WebShell.Core.Inventory;
using WebShell.Core.Shells;

namespace WebShell.Core.Sessions;

/// <summary>Finds the machines to pass through, as the inventory says and the <see cref="AccessPolicy"/> allows; each is signed in to with its entry's first login and credential.</summary>
public sealed class ShellWays(VmInventory inventory, AccessPolicy policy, HostKeyRules hostKeys)
{
    /// <summary>The machines on the way, the first to be dialled first; empty: there are none.</summary>
    /// <param name="user">Who wants to go there.</param>
    /// <param name="vm">Where to.</param>
    /// <param name="jump">One of the machine's jumps, or null for its usual way.</param>
    /// <exception cref="ShellException">No such jump (<see cref="ShellFailureReason.UnknownVm"/>, as for a machine that is not there), or there is no way through it (<see cref="ShellFailureReason.JumpUnusable"/>).</exception>
    public IReadOnlyList<ShellHop> Find(PortalUser user, Vm vm, string? jump)
    {
        var route = JumpRoute.To(vm, Choose(vm, jump), inventory.Find);
        if (route.Problem is { } problem)
        {
            throw Unusable($"There is no way to {vm.Name}: {problem} Ask an administrator to correct the inventory.");
        }

        if (route.Hops.Any(hop => !policy.Decide(user, AccessAction.PassThrough, hop, login: null).IsAllowed))
        {
            // Not which one: whoever may not use it need not know it.
            throw Unusable($"{vm.Name} is reached through another machine that you may not pass through. Ask an administrator.");
        }

        return route.Hops.Count == 0 ? [] : [.. route.Hops.Select(Hop)];
    }

    /// <summary>The spelling of the inventory for one of the machine's jumps; null for its usual way.</summary>
    public static string? Spelling(Vm vm, string jump) => vm.Jumps.FirstOrDefault(listed => string.Equals(listed, jump, StringComparison.OrdinalIgnoreCase));

    private ShellHop Hop(Vm vm) =>
        new(vm.Name, vm.Address, vm.Port, vm.Logins[0], vm.Credential, vm.AllowLoopback) { VmSlug = vm.Slug, HostKeyPolicy = hostKeys.Of(vm), AllowsLegacyAlgorithms = vm.AllowsLegacyAlgorithms };

    private static string? Choose(Vm vm, string? jump) => string.IsNullOrEmpty(jump)
        ? vm.Jumps.Count > 0 ? vm.Jumps[0] : null
        : Spelling(vm, jump) ?? throw new ShellException(ShellFailureReason.UnknownVm, "There is no such machine, or you may not use it.");

    private static ShellException Unusable(string message) => new(ShellFailureReason.JumpUnusable, message);
}

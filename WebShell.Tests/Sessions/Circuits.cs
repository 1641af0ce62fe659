using Microsoft.Extensions.Options;
using WebShell.Core.Access;
using WebShell.Core.Access.Reasons;
using WebShell.Core.Inventory;
using WebShell.Core.Sessions;

namespace WebShell.Tests.Sessions;

/// <summary>What one circuit has of the sessions of a <see cref="SessionBench"/>.</summary>
internal static class Circuits
{
    public static ShellService New(
        SessionBench bench, VmInventory inventory, AccessPolicy policy, IPeople people, ICurrentUser user, HostKeyRules? hostKeys = null, AccessOptions? access = null)
    {
        hostKeys ??= new HostKeyRules(Options.Create(new HostKeyRuleOptions()));
        return new ShellService(
            bench.Registry, inventory, policy, new ReasonRules(Options.Create(access ?? new AccessOptions())), new ShellWays(inventory, policy, hostKeys), hostKeys,
            new OnlookerRights(inventory, people, policy, bench.Time), user, bench.SessionAudit, bench.Time);
    }

    /// <summary>Rights of a portal without machines: nobody watches anybody.</summary>
    public static OnlookerRights Nobody(SessionBench bench, AccessPolicy policy) => new(new VmInventory([], Microsoft.Extensions.Logging.Abstractions.NullLogger<VmInventory>.Instance), new Access.People(), policy, bench.Time);

    /// <summary>Whoever that is now.</summary>
    internal sealed class Acting(IPeople people, string id) : ICurrentUser
    {
        public ValueTask<PortalUser?> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(people.Find(id));
    }
}

using WebShell.Core.Access;
using WebShell.Core.Access.Rules;
using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Stored;

namespace WebShell.App.Inventory;

/// <summary>
/// The inventory as the current user sees it (scoped). Rights are asked for every answer, and a machine one may not see is
/// missing from all of them.
/// </summary>
public sealed class VisibleMachines(VmInventory inventory, MachineStore stored, AccessPolicy policy, RuleBook rules, ICurrentUser currentUser)
{
    /// <summary>The set of machines changed, or who may see which; from any thread.</summary>
    public event Action? Changed
    {
        add
        {
            inventory.Changed += value;
            rules.Changed += value;
        }

        remove
        {
            inventory.Changed -= value;
            rules.Changed -= value;
        }
    }

    /// <summary>False until every source has been read once.</summary>
    public bool IsLoaded => inventory.IsLoaded;

    /// <summary>The machines that match, by name order.</summary>
    public async ValueTask<VmMatches> SearchAsync(VmQuery query, CancellationToken cancellationToken) =>
        policy.SeenBy(await currentUser.GetAsync(cancellationToken), inventory.Search(query));

    /// <summary>The machine of that name, or null for every reason there may be.</summary>
    public async ValueTask<Vm?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var vm = inventory.Find(name);
        return IsVisible(await currentUser.GetAsync(cancellationToken), vm) ? vm : null;
    }

    /// <summary>How the current user may use the machine.</summary>
    public async ValueTask<MachineAccess> AccessAsync(Vm vm, CancellationToken cancellationToken)
    {
        var user = await currentUser.GetAsync(cancellationToken);
        var logins = policy.LoginsOf(user, vm);
        return new MachineAccess(logins, policy.Decide(user, AccessAction.OpenShell, vm, logins is [var usual, ..] ? usual : vm.Logins[0]).Explanation);
    }

    /// <summary>How the machine is kept, and who changed it last; null: there is none, or it is only here while the portal runs.</summary>
    public async ValueTask<StoredMachine?> StoredAsync(string slug, CancellationToken cancellationToken) =>
        await FindAsync(slug, cancellationToken) is { } vm && stored.Now.Find(vm.Slug) is { IsRemoved: false } found ? found : null;

    /// <summary>What keeps the inventory from being read, for those who can mend it; null when nothing does, and for everybody else.</summary>
    public async ValueTask<string?> ProblemAsync(CancellationToken cancellationToken) => await MayMendAsync(cancellationToken) ? inventory.Error : null;

    /// <summary>Whether the current user is one who fills the inventory.</summary>
    public async ValueTask<bool> MayMendAsync(CancellationToken cancellationToken) =>
        policy.Decide(await currentUser.GetAsync(cancellationToken), PortalAction.ImportMachines).IsAllowed;

    /// <summary>Reads the sources again, for those who can mend them.</summary>
    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        if (await MayMendAsync(cancellationToken))
        {
            await inventory.RefreshAsync(cancellationToken);
        }
    }

    private bool IsVisible(PortalUser? user, Vm? vm) => policy.Decide(user, AccessAction.SeeVm, vm, login: null).IsAllowed;
}

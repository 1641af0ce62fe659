using WebShell.Core.Access;
using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Stored;

namespace WebShell.App.Inventory;

/// <summary>
/// The inventory as the current user sees it (scoped). Rights are asked for every answer, and a machine one may not see is
/// missing from all of them.
/// </summary>
public sealed class VisibleMachines(VmInventory inventory, MachineStore stored, AccessPolicy policy, ICurrentUser currentUser)
{
    /// <summary>The set of machines changed; from any thread.</summary>
    public event Action? Changed
    {
        add => inventory.Changed += value;
        remove => inventory.Changed -= value;
    }

    /// <summary>False until every source has been read once.</summary>
    public bool IsLoaded => inventory.IsLoaded;

    /// <summary>The machines that match, by name order.</summary>
    public async ValueTask<VmMatches> SearchAsync(VmQuery query, CancellationToken cancellationToken)
    {
        var user = await currentUser.GetAsync(cancellationToken);
        return inventory.Search(query).Where(vm => IsVisible(user, vm));
    }

    /// <summary>The machine of that name, or null for every reason there may be.</summary>
    public async ValueTask<Vm?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var vm = inventory.Find(name);
        return IsVisible(await currentUser.GetAsync(cancellationToken), vm) ? vm : null;
    }

    /// <summary>How the machine is kept, and who changed it last; null: there is none, or it is only here while the portal runs.</summary>
    public async ValueTask<StoredMachine?> StoredAsync(string slug, CancellationToken cancellationToken) =>
        await FindAsync(slug, cancellationToken) is { } vm && stored.Now.Find(vm.Slug) is { IsRemoved: false } found ? found : null;

    /// <summary>What keeps the inventory from being read, for those who can mend it; null when nothing does, and for everybody else.</summary>
    public async ValueTask<string?> ProblemAsync(CancellationToken cancellationToken) => await MayMendAsync(cancellationToken) ? inventory.Error : null;

    /// <summary>Whether the current user is one who fills the inventory.</summary>
    public async ValueTask<bool> MayMendAsync(CancellationToken cancellationToken) => await currentUser.GetAsync(cancellationToken) is { IsAdministrator: true };

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

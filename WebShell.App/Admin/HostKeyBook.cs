using WebShell.Core.Access;
using WebShell.Core.Audit;
using WebShell.Core.Inventory;
using WebShell.Core.Sessions;
using WebShell.Core.Ssh.HostKeys;

namespace WebShell.App.Admin;

/// <summary>
/// The pinned host keys for who looks after them (scoped). Rights are asked for every call; each change is in the audit log before it is made.
/// </summary>
public sealed class HostKeyBook(
    HostKeyStore store, VmInventory inventory, HostKeyRules rules, AccessPolicy policy, ICurrentUser currentUser, IAuditLog audit)
{
    /// <summary>A key was refused or decided on; from any thread.</summary>
    public event Action? Changed
    {
        add => store.Refused.Changed += value;
        remove => store.Refused.Changed -= value;
    }

    public async ValueTask<bool> MayUseAsync(CancellationToken cancellationToken) =>
        policy.Decide(await currentUser.GetAsync(cancellationToken), PortalAction.ManageHostKeys).IsAllowed;

    /// <summary>All entries and what waits for a decision; null for who may not see them.</summary>
    /// <exception cref="InvalidDataException">The file has a line that is not an entry; the message names it.</exception>
    public async ValueTask<HostKeyListing?> ListAsync(CancellationToken cancellationToken) =>
        !await MayUseAsync(cancellationToken) ? null : new HostKeyListing(
            [.. store.All().Select(entry => new HostKeyLine(entry, inventory.Find(entry.Names)))],
            [.. store.Refused.ToList().Select(refused => new RefusedLine(refused, inventory.Find(refused.VmName), store.Find(refused.VmName).Pinned))]);

    /// <summary>Pins the key that a machine showed, in place of all it had.</summary>
    /// <exception cref="HostKeyChangeException">It cannot be; the message says why.</exception>
    public async Task ReplaceAsync(RefusedHostKey shown, CancellationToken cancellationToken)
    {
        var user = await RequireAsync(cancellationToken);
        var before = store.Find(shown.VmName).Pinned;
        await WriteAsync(user, before.Count == 0 ? AuditKind.HostKeyPinned : AuditKind.HostKeyReplaced, shown.VmName, new()
        {
            ["pinned"] = shown.Key.ToString(),
            ["instead of"] = string.Join(", ", before.Select(pin => pin.Key.ToString())),
            ["shown by"] = shown.Address,
        }, cancellationToken);
        store.Replace(shown.VmName, shown.Key, user.Name);
    }

    /// <summary>Takes one pin of one machine away.</summary>
    /// <exception cref="HostKeyChangeException">It cannot be; the message says why.</exception>
    public async Task RemoveAsync(string vmName, HostKey key, CancellationToken cancellationToken)
    {
        var user = await RequireAsync(cancellationToken);
        await WriteAsync(user, AuditKind.HostKeyRemoved, vmName, new() { ["removed"] = key.ToString() }, cancellationToken);
        store.Remove(vmName, key);
    }

    /// <summary>Refuses a key from now on, whichever machine shows it.</summary>
    public async Task RevokeAsync(string vmName, HostKey key, CancellationToken cancellationToken)
    {
        var user = await RequireAsync(cancellationToken);
        await WriteAsync(user, AuditKind.HostKeyRevoked, vmName, new() { ["revoked"] = key.ToString() }, cancellationToken);
        store.Revoke(key, user.Name);
    }

    /// <summary>What importing a known_hosts file would do.</summary>
    /// <exception cref="FormatException">The file is too large.</exception>
    public async Task<HostKeyImportPlan> PlanAsync(string text, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        await RequireAsync(cancellationToken);
        var machines = inventory.Search(new VmQuery()).Select(vm => new HostKeyImportTarget(vm.Slug, vm.Address, vm.Port) { OtherNames = vm.Name == vm.Slug ? [] : [vm.Name] }).ToArray();
        return await Task.Run(() => HostKeyImport.Plan(text, machines, store, progress, cancellationToken), cancellationToken);
    }

    /// <summary>Does what was planned, all or none of it.</summary>
    /// <exception cref="HostKeyChangeException">Something changed since; nothing was done.</exception>
    public async Task ApplyAsync(HostKeyImportPlan plan, CancellationToken cancellationToken)
    {
        var user = await RequireAsync(cancellationToken);
        var pins = plan.Changes.Count(row => row.Outcome == HostKeyImportOutcome.Pins);
        await WriteAsync(user, AuditKind.HostKeysImported, $"{plan.Changes.Count()} keys", new()
        {
            ["pinned"] = $"{pins}",
            ["revoked"] = $"{plan.Changes.Count() - pins}",
            ["keys"] = string.Join("; ", plan.Changes.Select(row => $"{row.VmName} {row.Key}")),
        }, cancellationToken);
        store.Apply(plan, $"{user.Name}, import");
    }

    /// <summary>A known_hosts file with machines' names; null for who may not have it.</summary>
    public async ValueTask<string?> ExportAsync(CancellationToken cancellationToken) => await MayUseAsync(cancellationToken) ? store.Export() : null;

    /// <summary>The policy in words.</summary>
    public string PolicyOf(Vm vm) => rules.Of(vm) == Core.Shells.HostKeyPolicy.PinnedOnly ? "pinned by an administrator only" : "first use, after comparing";

    private async ValueTask<PortalUser> RequireAsync(CancellationToken cancellationToken)
    {
        var user = await currentUser.GetAsync(cancellationToken);
        var decision = policy.Decide(user, PortalAction.ManageHostKeys);
        return decision.IsAllowed ? user! : throw new UnauthorizedAccessException(decision.Explanation);
    }

    private ValueTask WriteAsync(PortalUser user, AuditKind kind, string on, Dictionary<string, string> details, CancellationToken cancellationToken) =>
        audit.WriteAsync(new AuditEvent(kind, user.Id, user.Name, on, details) { From = user.From }, cancellationToken);
}

/// <summary>What the page shows.</summary>
public sealed record HostKeyListing(IReadOnlyList<HostKeyLine> Keys, IReadOnlyList<RefusedLine> Refused);

/// <summary>An entry, and the machine it is for where there is one of that name.</summary>
public sealed record HostKeyLine(HostKeyEntry Entry, Vm? Vm)
{
    /// <summary>The names as the file has them, with the machine's present one where it was renamed.</summary>
    public string Names => Vm is null || Vm.Name.Equals(Entry.Names, StringComparison.OrdinalIgnoreCase) ? Entry.Names : $"{Vm.Name} ({Entry.Names})";
}

/// <summary>A refused key, its machine, and what is pinned instead.</summary>
public sealed record RefusedLine(RefusedHostKey Shown, Vm? Vm, IReadOnlyList<PinnedKey> Pinned)
{
    /// <summary>What people call the machine.</summary>
    public string Name => Vm?.Name ?? Shown.VmName;
}

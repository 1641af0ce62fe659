using WebShell.Core.Access;
using WebShell.Core.Audit;
using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Stored;

namespace WebShell.Core.Editing;

/// <summary>
/// Adds and changes machines for the current user (scoped). Rights are asked for every call, every mistake is named at once, each change is
/// in the audit log before it is made, and who changed a machine that somebody else changed meanwhile is told instead of winning.
/// </summary>
public sealed class MachineEditor(
    MachineStore store, VmInventory inventory, AccessPolicy policy, ICurrentUser currentUser, IAuditLog audit, TimeProvider time)
{
    public async ValueTask<bool> MayEditAsync(CancellationToken cancellationToken) =>
        policy.Decide(await currentUser.GetAsync(cancellationToken), PortalAction.EditMachines).IsAllowed;

    /// <summary>The machine of that slug or name, to be changed; null: there is none that this person may change, or it is only here while the portal runs (demo fleet).</summary>
    public async ValueTask<StoredMachine?> FindAsync(string slug, CancellationToken cancellationToken)
    {
        var user = await currentUser.GetAsync(cancellationToken);
        return policy.Decide(user, PortalAction.EditMachines).IsAllowed
            && inventory.Find(slug) is { } vm && May(user, vm) && store.Now.Find(vm.Slug) is { IsRemoved: false } found ? found : null;
    }

    /// <summary>Adds a machine. One that was removed and had this name comes back as it: with its slug, and so with its pinned keys.</summary>
    /// <exception cref="UnauthorizedAccessException">The user may not.</exception>
    /// <exception cref="InventoryException">It cannot be written; the message is for the user.</exception>
    public async Task<EditOutcome> AddAsync(Vm machine, CancellationToken cancellationToken)
    {
        var user = await RequireAsync(cancellationToken);
        var outcome = new EditOutcome();
        await store.ChangeAsync(
            async now =>
            {
                outcome = new EditOutcome();
                var former = now.Rows.Where(row => row.IsRemoved && Same(row.Name, machine.Name)).MaxBy(row => row.RemovedAt);
                var entry = machine with { Slug = former?.Slug ?? now.FreeSlug(machine.Name, IsTaken), Source = StoredMachine.ByHand };
                var mistakes = MachineRules.Check(now, inventory, entry, before: null);
                if (mistakes.Count > 0)
                {
                    outcome = new EditOutcome { Mistakes = mistakes };
                    return [];
                }

                outcome = new EditOutcome { Saved = Stamp(new StoredMachine { Machine = entry, Version = (former?.Version ?? 0) + 1, ChangedAt = default, ChangedBy = "" }, user) };
                await WriteAsync(user, AuditKind.MachineAdded, entry.Name, Details(MachineFields.Differences(Nothing, entry)), cancellationToken);
                return [outcome.Saved];
            },
            cancellationToken);
        return outcome;
    }

    /// <summary>Changes a machine.</summary>
    /// <param name="basis">The machine as it was when the person began.</param>
    /// <param name="machine">As it shall be; its slug and source do not count.</param>
    /// <param name="cancellationToken">Gives up before it is written.</param>
    /// <exception cref="UnauthorizedAccessException">The user may not.</exception>
    /// <exception cref="InventoryException">It cannot be written, or there is no such machine; the message is for the user.</exception>
    public async Task<EditOutcome> SaveAsync(StoredMachine basis, Vm machine, CancellationToken cancellationToken)
    {
        var user = await RequireAsync(cancellationToken);
        var outcome = new EditOutcome();
        await store.ChangeAsync(
            async now =>
            {
                outcome = new EditOutcome();
                var current = now.Find(basis.Slug);
                if (current is null || !May(user, current.Machine))
                {
                    throw new InventoryException("There is no such machine any more.");
                }

                var wanted = machine with { Slug = current.Slug, Source = current.Machine.Source };
                if (current.Version != basis.Version)
                {
                    outcome = new EditOutcome
                    {
                        Conflict = new EditConflict(current, MachineFields.Differences(basis.Machine, current.Machine), MachineFields.Differences(basis.Machine, wanted)),
                    };
                    return [];
                }

                var changes = MachineFields.Differences(current.Machine, wanted);
                var mistakes = MachineRules.Check(now, inventory, wanted, current);
                if (mistakes.Count > 0 || (changes.Count == 0 && !current.IsRemoved))
                {
                    outcome = mistakes.Count > 0 ? new EditOutcome { Mistakes = mistakes } : new EditOutcome { Saved = current };
                    return [];
                }

                outcome = new EditOutcome { Saved = current.EditedTo(wanted, user.Name, time.GetUtcNow()) };
                await WriteAsync(user, AuditKind.MachineChanged, current.Name, Details(changes), cancellationToken);
                return [outcome.Saved, .. Followers(now, current, wanted, user)];
            },
            cancellationToken);
        return outcome;
    }

    /// <summary>Sets and takes away labels of several machines.</summary>
    /// <exception cref="UnauthorizedAccessException">The user may not.</exception>
    /// <exception cref="InventoryException">It cannot be written; the message is for the user.</exception>
    public Task<BulkOutcome> LabelAsync(
        IReadOnlyCollection<string> slugs, IReadOnlyDictionary<string, string> set, IReadOnlyCollection<string> unset, CancellationToken cancellationToken)
    {
        FieldMistake[] mistakes = [.. set.Keys.Select(VmValidation.LabelKey).Concat(set.Values.Select(VmValidation.LabelValue)).OfType<string>().Select(mistake => new FieldMistake("labels", mistake))];
        return mistakes.Length > 0
            ? Task.FromResult(new BulkOutcome { Mistakes = mistakes })
            : ChangeAsync(
                slugs,
                (row, user) =>
                {
                    var labels = row.Machine.Labels.Where(label => !unset.Contains(label.Key)).ToDictionary();
                    foreach (var (key, value) in set)
                    {
                        labels[key] = value;
                    }

                    var wanted = row.Machine with { Slug = row.Slug, Labels = labels };
                    return MachineFields.Differences(row.Machine, wanted).Count == 0 ? (row, null)
                        : VmValidation.CheckFields(wanted) is [var mistake, ..] ? (null, mistake.Sentence)
                        : (row.EditedTo(wanted, user.Name, time.GetUtcNow()), null);
                },
                AuditKind.MachinesLabelled,
                new() { ["set"] = string.Join(", ", set.Select(label => $"{label.Key}:{label.Value}")), ["taken away"] = string.Join(", ", unset) },
                cancellationToken);
    }

    /// <summary>Removes machines from the inventory. They can be brought back, with all they had.</summary>
    /// <exception cref="UnauthorizedAccessException">The user may not.</exception>
    /// <exception cref="InventoryException">It cannot be written; the message is for the user.</exception>
    public Task<BulkOutcome> RemoveAsync(IReadOnlyCollection<string> slugs, CancellationToken cancellationToken) => ChangeAsync(
        slugs, (row, user) => (Stamp(row, user) with { Version = row.Version + 1, RemovedAt = time.GetUtcNow() }, null), AuditKind.MachinesRemoved, [], cancellationToken);

    /// <summary>Takes back what was done to several machines; those that somebody changed since stay as they are, and are named.</summary>
    /// <exception cref="UnauthorizedAccessException">The user may not.</exception>
    /// <exception cref="InventoryException">It cannot be written; the message is for the user.</exception>
    public async Task<BulkOutcome> UndoAsync(BulkUndo undo, CancellationToken cancellationToken)
    {
        var user = await RequireAsync(cancellationToken);
        var outcome = new BulkOutcome();
        await store.ChangeAsync(
            async now =>
            {
                List<StoredMachine> back = [];
                List<string> skipped = [];
                foreach (var (before, versionAfter) in undo.Steps)
                {
                    var current = now.Find(before.Slug);
                    if (current?.Version != versionAfter)
                    {
                        skipped.Add($"{before.Name} was changed by {current?.ChangedBy ?? "somebody"} since.");
                    }
                    else if (current.IsRemoved && inventory.Find(before.Name) is not null)
                    {
                        skipped.Add($"{before.Name} is the name of another machine by now.");
                    }
                    else
                    {
                        back.Add(Stamp(before, user) with { Version = versionAfter + 1 });
                    }
                }

                outcome = new BulkOutcome { Changed = [.. back.Select(row => row.Name)], Skipped = skipped };
                if (back.Count > 0)
                {
                    await WriteAsync(user, AuditKind.MachinesBroughtBack, Count(back), new() { ["machines"] = Names(back) }, cancellationToken);
                }

                return back;
            },
            cancellationToken);
        return outcome;
    }

    private async Task<BulkOutcome> ChangeAsync(
        IReadOnlyCollection<string> slugs, Func<StoredMachine, PortalUser, (StoredMachine? Row, string? Mistake)> change,
        AuditKind kind, Dictionary<string, string> details, CancellationToken cancellationToken)
    {
        var user = await RequireAsync(cancellationToken);
        var outcome = new BulkOutcome();
        await store.ChangeAsync(
            async now =>
            {
                List<(StoredMachine Before, StoredMachine After)> steps = [];
                List<string> skipped = [];
                foreach (var slug in slugs.Distinct(StringComparer.OrdinalIgnoreCase))
                {
                    if (now.Find(slug) is not { IsRemoved: false } row || !May(user, row.Machine))
                    {
                        var transient = inventory.Find(slug) is { } vm && May(user, vm) ? vm : null;
                        skipped.Add(transient is null ? $"{slug} is not there any more." : $"{transient.Name} comes from {transient.Source} and lasts as long as that.");
                    }
                    else if (change(row, user) is var (after, mistake) && mistake is not null)
                    {
                        skipped.Add($"{row.Name}: {mistake}");
                    }
                    else if (after!.Version != row.Version)
                    {
                        steps.Add((row, after));
                    }
                }

                StoredMachine[] rows = [.. steps.Select(step => step.After)];
                outcome = new BulkOutcome
                {
                    Changed = [.. rows.Select(row => row.Name)],
                    Skipped = skipped,
                    Undo = rows.Length == 0 ? null : new BulkUndo([.. steps.Select(step => (step.Before, step.After.Version))]),
                };
                if (rows.Length > 0)
                {
                    await WriteAsync(user, kind, Count(rows), new(details) { ["machines"] = Names(rows) }, cancellationToken);
                }

                return rows;
            },
            cancellationToken);
        return outcome;
    }

    // Machines that are reached through a renamed one name it as it is called now. By its slug they find it anyway.
    private IEnumerable<StoredMachine> Followers(MachineSet now, StoredMachine before, Vm after, PortalUser user) =>
        Same(before.Name, after.Name) || Same(before.Name, before.Slug) ? [] : now.Live
            .Where(row => row.Slug != before.Slug && row.Machine.Jumps.Contains(before.Name, StringComparer.OrdinalIgnoreCase))
            .Select(row => row.EditedTo(row.Machine with { Slug = row.Slug, Jumps = [.. row.Machine.Jumps.Select(jump => Same(jump, before.Name) ? after.Name : jump)] }, user.Name, time.GetUtcNow()));

    private StoredMachine Stamp(StoredMachine row, PortalUser user) => row with { ChangedAt = time.GetUtcNow(), ChangedBy = user.Name };

    private bool IsTaken(string name) => inventory.Find(name) is not null;

    private bool May(PortalUser? user, Vm vm) => policy.Decide(user, AccessAction.SeeVm, vm, login: null).IsAllowed;

    private async ValueTask<PortalUser> RequireAsync(CancellationToken cancellationToken)
    {
        var user = await currentUser.GetAsync(cancellationToken);
        var decision = policy.Decide(user, PortalAction.EditMachines);
        return decision.IsAllowed ? user! : throw new UnauthorizedAccessException(decision.Explanation);
    }

    private ValueTask WriteAsync(PortalUser user, AuditKind kind, string on, Dictionary<string, string> details, CancellationToken cancellationToken) =>
        audit.WriteAsync(new AuditEvent(kind, user.Id, user.Name, on, details) { From = user.From }, cancellationToken);

    private static Dictionary<string, string> Details(IEnumerable<FieldChange> changes) =>
        changes.ToDictionary(change => change.Field, change => AuditEvent.Change(change.From, change.To));

    private static Vm Nothing { get; } = new() { Name = "", Address = "", Port = 0, Logins = [] };

    private static string Count(IReadOnlyCollection<StoredMachine> rows) => rows.Count == 1 ? rows.First().Name : $"{rows.Count} machines";

    private static string Names(IEnumerable<StoredMachine> rows) => string.Join(", ", rows.Select(row => row.Name));

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}

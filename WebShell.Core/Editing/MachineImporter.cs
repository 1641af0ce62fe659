using WebShell.Core.Access;
using WebShell.Core.Audit;
using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Formats;
using WebShell.Core.Inventory.Import;
using WebShell.Core.Inventory.Stored;

namespace WebShell.Core.Editing;

/// <summary>Takes over what a source lists: planned first, then all of it in one transaction or nothing, in the audit log before. Asks nobody for rights: who calls it has (singleton).</summary>
public sealed class MachineImporter(MachineStore store, VmInventory inventory, ISourceTable sources, IAuditLog audit, TimeProvider time)
{
    /// <summary>Looks at a source that are kept of it.</summary>
    public const int MaxHistory = 200;

    /// <summary>What taking the listing over would do now.</summary>
    /// <param name="source">Whose listing it is.</param>
    /// <param name="listing">What it says.</param>
    /// <param name="taken">The conflicts, by id, that are decided for the source.</param>
    /// <param name="cancellationToken">Ends the planning.</param>
    public ImportPlan Plan(MachineSource source, Listing listing, IReadOnlySet<string> taken, CancellationToken cancellationToken)
    {
        var now = store.Now;
        return ImportPlanner.Plan(
            now, source, listing, name => inventory.Find(name) is { } vm && now.Find(vm.Slug) is null ? vm : null, taken.Contains, time.GetUtcNow(), cancellationToken);
    }

    /// <summary>Does what was planned.</summary>
    /// <param name="plan">What; an empty one changes nothing and is only noted.</param>
    /// <param name="actorId">Who, stable and unique.</param>
    /// <param name="actorName">Who, as others know them.</param>
    /// <param name="cancellationToken">Gives up before it is written.</param>
    /// <exception cref="InventoryException">The machines moved on since the plan was made, or it cannot be written; nothing was changed.</exception>
    public async Task<SyncRecord> ApplyAsync(ImportPlan plan, string actorId, string actorName, CancellationToken cancellationToken)
    {
        await store.ChangeAsync(
            now =>
            {
                if (now.Revision != plan.Revision)
                {
                    throw new InventoryException("The machines were changed since this was looked at, so nothing was done. Look at it again.");
                }

                if (plan.Rows.Count > 0)
                {
                    audit.Write(new AuditEvent(AuditKind.MachinesImported, actorId, actorName, plan.Source.Name, Details(plan)));
                }

                return plan.Rows;
            },
            cancellationToken);
        var record = Record(plan, actorName, plan.IsEmpty ? SyncOutcome.Unchanged : SyncOutcome.Applied, plan.Sentence);
        await sources.NoteAsync(record, MaxHistory, CancellationToken.None);
        return record;
    }

    /// <summary>What the history says of a look at a source.</summary>
    internal SyncRecord Record(ImportPlan plan, string by, SyncOutcome outcome, string sentence)
    {
        var details = string.Join('\n', plan.Rejected.Select(rejection => $"{rejection.Place}: {(rejection.Name is null ? "" : rejection.Name + ": ")}{rejection.Reason}"));
        return new SyncRecord
        {
            SourceId = plan.Source.Id,
            At = time.GetUtcNow(),
            By = by,
            Outcome = outcome,
            Added = plan.Added.Count,
            Changed = plan.Changed.Count,
            Removed = plan.Removed.Count,
            Conflicts = plan.Conflicts.Count,
            Rejected = plan.Rejected.Count,
            Unchanged = plan.Unchanged,
            Sentence = sentence,
            Details = details.Length <= SyncRecord.MaxDetailsLength ? details : details[..SyncRecord.MaxDetailsLength],
        };
    }

    private static Dictionary<string, string> Details(ImportPlan plan) => new()
    {
        ["result"] = plan.Sentence,
        ["added"] = string.Join(", ", plan.Added.Select(addition => addition.Machine.Name)),
        ["changed"] = string.Join("; ", plan.Changed.Select(change => $"{change.Before.Name} ({string.Join(", ", change.Fields.Select(field => field.Field))})")),
        ["removed"] = string.Join(", ", plan.Removed.Select(row => row.Name)),
    };
}

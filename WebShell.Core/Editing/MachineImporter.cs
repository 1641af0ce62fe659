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

    private static readonly HashSet<string> NothingTaken = [];

    /// <summary>What taking the listing over would do now.</summary>
    /// <param name="source">Whose listing it is.</param>
    /// <param name="listing">What it says.</param>
    /// <param name="taken">The conflicts, by id, that are decided for the source.</param>
    /// <param name="cancellationToken">Ends the planning.</param>
    public ImportPlan Plan(MachineSource source, Listing listing, IReadOnlySet<string> taken, CancellationToken cancellationToken) =>
        Plan(store.Now, source, listing, taken, cancellationToken);

    /// <summary>Does what was planned; the history says so.</summary>
    /// <param name="plan">What; an empty one changes nothing and is only noted.</param>
    /// <param name="actorId">Who, stable and unique.</param>
    /// <param name="actorName">Who, as others know them.</param>
    /// <param name="cancellationToken">Gives up before it is written.</param>
    /// <exception cref="InventoryException">The machines moved on since the plan was made, or it cannot be written; nothing was changed.</exception>
    public async Task<SyncRecord> ApplyAsync(ImportPlan plan, string actorId, string actorName, CancellationToken cancellationToken)
    {
        await store.ChangeAsync(
            async now => now.Revision == plan.Revision
                ? await AuditedAsync(plan, actorId, actorName, cancellationToken)
                : throw new InventoryException("The machines were changed since this was looked at, so nothing was done. Look at it again."),
            cancellationToken);
        var record = await EndAsync(plan, actorName, isHeld: false);
        await sources.NoteAsync(record, MaxHistory, CancellationToken.None);
        return record;
    }

    /// <summary>Plans and does it at once; a plan that would remove many is held instead. The caller notes what came of it (<see cref="NoteAsync"/>).</summary>
    /// <exception cref="InventoryException">It cannot be written; nothing was changed.</exception>
    internal async Task<SyncRecord> TakeOverAsync(MachineSource source, Listing listing, string actorId, string actorName, CancellationToken cancellationToken)
    {
        ImportPlan? plan = null;
        await store.ChangeAsync(
            async now =>
            {
                plan = Plan(now, source, listing, NothingTaken, cancellationToken);
                return plan.RemovesMany ? [] : await AuditedAsync(plan, actorId, actorName, cancellationToken);
            },
            cancellationToken);
        return await EndAsync(plan!, actorName, plan!.RemovesMany);
    }

    /// <summary>Says that the source could not be read or taken over; its machines stay. The caller notes it.</summary>
    internal async Task<SyncRecord> FailAsync(MachineSource source, string actorName, InventoryException failure)
    {
        var mistakes = failure.Message.Split('\n');
        await store.ReportAsync(source.Id, $"{source.Name}: {SourceWords.Shortened(failure.Message)}", CancellationToken.None);
        return new SyncRecord
        {
            SourceId = source.Id,
            At = time.GetUtcNow(),
            By = actorName,
            Outcome = SyncOutcome.Failed,
            Sentence = Cut(mistakes[0], SyncRecord.MaxSentenceLength),
            Details = mistakes.Length == 1 ? "" : Cut(failure.Message, SyncRecord.MaxDetailsLength),
        };
    }

    /// <summary>Keeps it in the history unless it says what the newest there says; else a schedule of a minute would leave nothing else in it.</summary>
    /// <exception cref="InventoryException">It cannot be written.</exception>
    internal async Task NoteAsync(SyncRecord record, CancellationToken cancellationToken)
    {
        var newest = (await sources.HistoryAsync(record.SourceId, 1, cancellationToken)).SingleOrDefault();
        if (newest is null || (newest.Outcome, newest.Sentence, newest.Details) != (record.Outcome, record.Sentence, record.Details))
        {
            await sources.NoteAsync(record, MaxHistory, cancellationToken);
        }
    }

    private ImportPlan Plan(MachineSet now, MachineSource source, Listing listing, IReadOnlySet<string> taken, CancellationToken cancellationToken) =>
        ImportPlanner.Plan(now, source, listing, name => inventory.Find(name) is { } vm && now.Find(vm.Slug) is null ? vm : null, taken.Contains, time.GetUtcNow(), cancellationToken);

    private async ValueTask<IReadOnlyList<StoredMachine>> AuditedAsync(ImportPlan plan, string actorId, string actorName, CancellationToken cancellationToken)
    {
        if (plan.Rows.Count > 0)
        {
            await audit.WriteAsync(new AuditEvent(AuditKind.MachinesImported, actorId, actorName, plan.Source.Name, Details(plan)), cancellationToken);
        }

        return plan.Rows;
    }

    private async Task<SyncRecord> EndAsync(ImportPlan plan, string actorName, bool isHeld)
    {
        await store.ReportAsync(plan.Source.Id, SourceWords.Problem(plan, isHeld), CancellationToken.None);
        return new SyncRecord
        {
            SourceId = plan.Source.Id,
            At = time.GetUtcNow(),
            By = actorName,
            Outcome = isHeld ? SyncOutcome.Held : plan.IsEmpty ? SyncOutcome.Unchanged : SyncOutcome.Applied,
            Added = plan.Added.Count,
            Changed = plan.Changed.Count,
            Removed = plan.Removed.Count,
            Conflicts = plan.Conflicts.Count,
            Rejected = plan.Rejected.Count,
            Unchanged = plan.Unchanged,
            Sentence = isHeld ? SourceWords.Held(plan) : plan.Sentence,
            Details = Cut(string.Join('\n', plan.Rejected.Select(SourceWords.Of)), SyncRecord.MaxDetailsLength),
        };
    }

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];

    private static Dictionary<string, string> Details(ImportPlan plan) => new()
    {
        ["result"] = plan.Sentence,
        ["added"] = string.Join(", ", plan.Added.Select(addition => addition.Machine.Name)),
        ["changed"] = string.Join("; ", plan.Changed.Select(change => $"{change.Before.Name} ({string.Join(", ", change.Fields.Select(field => field.Field))})")),
        ["removed"] = string.Join(", ", plan.Removed.Select(row => row.Name)),
    };
}

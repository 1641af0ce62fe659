using WebShell.Core.Access;
using WebShell.Core.Audit;
using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Formats;
using WebShell.Core.Inventory.Import;
using WebShell.Core.Inventory.Stored;

namespace WebShell.Core.Editing;

/// <summary>The sources of machines for who looks after them (scoped). Rights are asked for every call; what changes something is in the audit log before.</summary>
public sealed class MachineSources(
    ISourceTable table, SourceReader reader, SourceSync sync, SourceRules rules, MachineImporter importer, MachineStore store, AccessPolicy policy,
    ICurrentUser currentUser, IAuditLog audit)
{
    public async ValueTask<bool> MayUseAsync(CancellationToken cancellationToken) =>
        policy.Decide(await currentUser.GetAsync(cancellationToken), PortalAction.ImportMachines).IsAllowed;

    /// <summary>The configured source, then the others by name, with how many machines each has.</summary>
    /// <exception cref="UnauthorizedAccessException">The user may not.</exception>
    /// <exception cref="InventoryException">They cannot be read.</exception>
    public async Task<IReadOnlyList<(MachineSource Source, int Machines)>> ListAsync(CancellationToken cancellationToken)
    {
        await RequireAsync(cancellationToken);
        var counts = store.Now.Live.Where(row => row.SourceId is not null).CountBy(row => row.SourceId!).ToDictionary();
        return [.. (await sync.ListAsync(cancellationToken)).Select(source => (source, counts.GetValueOrDefault(source.Id)))];
    }

    /// <summary>The newest looks at a source.</summary>
    /// <exception cref="UnauthorizedAccessException">The user may not.</exception>
    /// <exception cref="InventoryException">They cannot be read.</exception>
    public async Task<IReadOnlyList<SyncRecord>> HistoryAsync(string sourceId, int most, CancellationToken cancellationToken)
    {
        await RequireAsync(cancellationToken);
        return await table.HistoryAsync(sourceId, most, cancellationToken);
    }

    /// <summary>Adds or changes a source.</summary>
    /// <returns>Every mistake; none: it is saved.</returns>
    /// <exception cref="UnauthorizedAccessException">The user may not.</exception>
    /// <exception cref="InventoryException">The name is taken, or it cannot be written.</exception>
    public async Task<IReadOnlyList<FieldMistake>> SaveAsync(MachineSource source, CancellationToken cancellationToken)
    {
        var user = await RequireAsync(cancellationToken);
        var mistakes = rules.Check(source);
        if (mistakes.Count == 0)
        {
            var details = new Dictionary<string, string>
            {
                ["kind"] = source.Kind,
                ["place"] = source.Place ?? "uploads",
                ["every"] = source.Interval?.ToString() ?? "when asked",
                ["enabled"] = source.IsEnabled ? "yes" : "no",
            };
            await audit.WriteAsync(new AuditEvent(AuditKind.MachineSourceSaved, user.Id, user.Name, source.Name, details) { From = user.From }, cancellationToken);
            await table.SaveAsync(source, cancellationToken);
            sync.Announce();
        }

        return mistakes;
    }

    /// <summary>Forgets a source. Its machines stay, and are looked after by hand from then on.</summary>
    /// <exception cref="UnauthorizedAccessException">The user may not.</exception>
    /// <exception cref="InventoryException">It cannot be written.</exception>
    public async Task RemoveAsync(MachineSource source, CancellationToken cancellationToken)
    {
        var user = await RequireAsync(cancellationToken);
        await audit.WriteAsync(new AuditEvent(AuditKind.MachineSourceRemoved, user.Id, user.Name, source.Name) { From = user.From }, cancellationToken);
        await store.ChangeAsync(
            now => [.. now.Live.Where(row => row.SourceId == source.Id).Select(row => row with
            {
                SourceId = null,
                ListedAs = null,
                Edited = StoredMachine.NothingEdited,
                Machine = row.Machine with { Slug = row.Slug, Source = StoredMachine.ByHand },
                Version = row.Version + 1,
                ChangedBy = user.Name,
            })],
            cancellationToken);
        await table.RemoveAsync(source.Id, cancellationToken);
        await store.ReportAsync(source.Id, problem: null, cancellationToken);
        sync.Announce();
    }

    /// <inheritdoc cref="SourceReader.Kinds"/>
    public IReadOnlyList<string> Kinds => reader.Kinds;

    /// <summary>What happens with a source at this moment.</summary>
    public SourceState StateOf(MachineSource source) => sync.StateOf(source.Id);

    /// <inheritdoc cref="SourceReader.ReadAsync"/>
    /// <exception cref="UnauthorizedAccessException">The user may not.</exception>
    public async Task<Listing> ReadAsync(MachineSource source, CancellationToken cancellationToken)
    {
        await RequireAsync(cancellationToken);
        return await reader.ReadAsync(source, cancellationToken);
    }

    /// <inheritdoc cref="SourceReader.ReadUploadAsync"/>
    /// <exception cref="UnauthorizedAccessException">The user may not.</exception>
    public async Task<Listing> ReadUploadAsync(MachineSource source, string fileName, Stream content, CancellationToken cancellationToken)
    {
        await RequireAsync(cancellationToken);
        return await reader.ReadUploadAsync(source, fileName, content, cancellationToken);
    }

    /// <summary>One look at the source as its schedule does it: taken over at once, or held when too much would go.</summary>
    /// <exception cref="UnauthorizedAccessException">The user may not.</exception>
    /// <exception cref="InventoryException">It is being looked at already, or the history cannot be written.</exception>
    public async Task<SyncRecord> SyncAsync(MachineSource source, CancellationToken cancellationToken)
    {
        var user = await RequireAsync(cancellationToken);
        return await sync.SyncAsync(source, user.Id, user.Name, cancellationToken);
    }

    /// <summary>What taking a listing over would do.</summary>
    /// <inheritdoc cref="MachineImporter.Plan"/>
    /// <exception cref="UnauthorizedAccessException">The user may not.</exception>
    public async Task<ImportPlan> PlanAsync(MachineSource source, Listing listing, IReadOnlySet<string> taken, CancellationToken cancellationToken)
    {
        await RequireAsync(cancellationToken);
        return await Task.Run(() => importer.Plan(source, listing, taken, cancellationToken), cancellationToken);
    }

    /// <summary>Does what was planned, all of it or nothing.</summary>
    /// <exception cref="UnauthorizedAccessException">The user may not.</exception>
    /// <exception cref="InventoryException">The machines moved on since the plan was made, or it cannot be written; nothing was changed.</exception>
    public async Task<SyncRecord> ApplyAsync(ImportPlan plan, CancellationToken cancellationToken)
    {
        var user = await RequireAsync(cancellationToken);
        return await importer.ApplyAsync(plan, user.Id, user.Name, cancellationToken);
    }

    private async ValueTask<PortalUser> RequireAsync(CancellationToken cancellationToken)
    {
        var user = await currentUser.GetAsync(cancellationToken);
        var decision = policy.Decide(user, PortalAction.ImportMachines);
        return decision.IsAllowed ? user! : throw new UnauthorizedAccessException(decision.Explanation);
    }
}

using WebShell.Core.Editing;
using WebShell.Core.Inventory.Formats;
using WebShell.Core.Inventory.Import;

namespace WebShell.App.Admin.Sources;

/// <summary>
/// A list that was read, and what taking it over would do: planned on the machines of one moment, with the conflicts that were decided for the
/// source. Nothing is done until <see cref="ApplyAsync"/>.
/// </summary>
public sealed class DryRun
{
    private readonly MachineSources _sources;
    private readonly MachineSource _source;
    private readonly Listing _listing;
    private HashSet<string> _taken = [];
    private int _plans;

    private DryRun(MachineSources sources, MachineSource source, Listing listing, ImportPlan plan) =>
        (_sources, _source, _listing, Plan, Conflicts) = (sources, source, listing, plan, plan.Conflicts);

    public ImportPlan Plan { get; private set; }

    /// <summary>Everything that can be decided, decided or not.</summary>
    public IReadOnlyList<ImportConflict> Conflicts { get; private set; }

    /// <summary>How many of them are decided for the source.</summary>
    public int Taken => _taken.Count;

    public bool IsPlanning { get; private set; }

    /// <exception cref="UnauthorizedAccessException">The user may not.</exception>
    public static async Task<DryRun> StartAsync(MachineSources sources, MachineSource source, Listing listing, CancellationToken cancellationToken) =>
        new(sources, source, listing, await sources.PlanAsync(source, listing, new HashSet<string>(), cancellationToken));

    public bool Takes(string conflictId) => _taken.Contains(conflictId);

    /// <summary>Decides conflicts for the source, or for what is there, and plans again.</summary>
    /// <exception cref="UnauthorizedAccessException">The user may not.</exception>
    public Task TakeAsync(IEnumerable<string> conflictIds, bool isTaken, CancellationToken cancellationToken)
    {
        var taken = new HashSet<string>(_taken);
        if (isTaken)
        {
            taken.UnionWith(conflictIds);
        }
        else
        {
            taken.ExceptWith(conflictIds);
        }

        _taken = taken;
        return PlanAsync(keepsConflicts: true, cancellationToken);
    }

    /// <summary>Compares the same list with the machines as they are now; what was decided stays decided where it is still a question.</summary>
    /// <exception cref="UnauthorizedAccessException">The user may not.</exception>
    public async Task CompareAgainAsync(CancellationToken cancellationToken)
    {
        var decided = _taken;
        _taken = [];
        await PlanAsync(keepsConflicts: false, cancellationToken);
        decided.IntersectWith(Conflicts.Select(conflict => conflict.Id));
        if (decided.Count > 0)
        {
            await TakeAsync(decided, isTaken: true, cancellationToken);
        }
    }

    /// <inheritdoc cref="MachineSources.ApplyAsync"/>
    public Task<SyncRecord> ApplyAsync(CancellationToken cancellationToken) => _sources.ApplyAsync(Plan, cancellationToken);

    // Of plans that overlap the one that was asked for last counts.
    private async Task PlanAsync(bool keepsConflicts, CancellationToken cancellationToken)
    {
        var number = ++_plans;
        IsPlanning = true;
        try
        {
            var plan = await _sources.PlanAsync(_source, _listing, _taken, cancellationToken);
            if (number == _plans)
            {
                Plan = plan;
                Conflicts = keepsConflicts ? [.. Conflicts, .. plan.Conflicts.ExceptBy(Conflicts.Select(conflict => conflict.Id), conflict => conflict.Id)] : plan.Conflicts;
            }
        }
        finally
        {
            IsPlanning = number != _plans && IsPlanning;
        }
    }
}

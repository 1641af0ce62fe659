using WebShell.Core.Editing;
using WebShell.Core.Inventory.Import;

namespace WebShell.App.Admin.Sources;

/// <summary>A source as the list shows it.</summary>
/// <param name="Source">It.</param>
/// <param name="Machines">How many machines it lists.</param>
/// <param name="State">What happens with it at this moment.</param>
/// <param name="Look">The newest look at it that the history has; null: there was none.</param>
public sealed record SourceLine(MachineSource Source, int Machines, SourceState State, SyncRecord? Look)
{
    /// <summary>When it was looked at; a look that finds what the one before it found is not in the history again.</summary>
    public DateTimeOffset? LookedAt => Look is null || State.LastLookAt > Look.At ? State.LastLookAt : Look.At;

    /// <summary>Every source with what is known of it.</summary>
    /// <inheritdoc cref="MachineSources.ListAsync"/>
    public static async Task<IReadOnlyList<SourceLine>> ListAsync(MachineSources sources, CancellationToken cancellationToken)
    {
        var lines = new List<SourceLine>();
        foreach (var (source, machines) in await sources.ListAsync(cancellationToken))
        {
            var history = await sources.HistoryAsync(source.Id, most: 1, cancellationToken);
            lines.Add(new SourceLine(source, machines, sources.StateOf(source), history.SingleOrDefault()));
        }

        return lines;
    }
}

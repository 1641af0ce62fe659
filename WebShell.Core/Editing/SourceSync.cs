using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Import;
using WebShell.Core.Inventory.Stored;

namespace WebShell.Core.Editing;

/// <summary>
/// Looks at sources without anybody watching: read, planned, taken over, or held when too much would go; noted in the history where it is news.
/// Asks nobody for rights: who calls it has (singleton).
/// </summary>
public sealed partial class SourceSync(
    SourceReader reader, MachineImporter importer, MachineStore store, ISourceTable table, IOptions<InventoryOptions> options, TimeProvider time, ILogger<SourceSync> logger)
{
    private readonly ConcurrentDictionary<string, SourceState> _states = new();
    private volatile int _edition;

    /// <summary>A look began or ended, or a schedule changed; from any thread.</summary>
    public event Action? Changed;

    /// <summary>The source that the configuration names; null: it names none.</summary>
    public MachineSource? Configured { get; } = string.IsNullOrWhiteSpace(options.Value.File) ? null : new MachineSource
    {
        Id = MachineSource.ConfiguredId,
        Name = Path.GetFileName(options.Value.File),
        Kind = MachineSource.AnyFile,
        Place = options.Value.File,
    };

    /// <summary>Every source, the configured one first.</summary>
    /// <exception cref="InventoryException">They cannot be read.</exception>
    public async Task<IReadOnlyList<MachineSource>> ListAsync(CancellationToken cancellationToken)
    {
        var stored = await table.ListAsync(cancellationToken);
        return Configured is null ? stored : [Configured, .. stored];
    }

    public SourceState StateOf(string sourceId) => _states.GetValueOrDefault(sourceId, SourceState.Resting);

    /// <summary>One look at the source.</summary>
    /// <returns>What came of it; also a failure is an answer.</returns>
    /// <param name="source">The source, with a place.</param>
    /// <param name="actorId">Who, stable and unique.</param>
    /// <param name="actorName">Who, as others know them.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <exception cref="InventoryException">It is being looked at already, or the history cannot be written.</exception>
    public async Task<SyncRecord> SyncAsync(MachineSource source, string actorId, string actorName, CancellationToken cancellationToken)
    {
        if (!Begin(source.Id))
        {
            throw new InventoryException($"{source.Name} is being read already.");
        }

        Changed?.Invoke();
        try
        {
            var record = await LookAsync(source, actorId, actorName, cancellationToken);
            if (source.IsConfigured)
            {
                await store.CompleteAsync(cancellationToken);
            }

            await importer.NoteAsync(record, cancellationToken);
            Log.Looked(logger, source.Name, record.Outcome, record.Sentence);
            return record;
        }
        finally
        {
            Set(source.Id, state => state with { IsRead = false, LastLookAt = time.GetUtcNow() });
        }
    }

    /// <summary>Says when the source's schedule looks next.</summary>
    internal void Plan(string sourceId, DateTimeOffset? next)
    {
        if (StateOf(sourceId).NextLookAt != next)
        {
            Set(sourceId, state => state with { NextLookAt = next });
        }
    }

    /// <summary>Grows with each source that is saved or removed here.</summary>
    internal int Edition => _edition;

    /// <summary>Says that the sources were changed.</summary>
    internal void Announce()
    {
        Interlocked.Increment(ref _edition);
        Changed?.Invoke();
    }

    private async Task<SyncRecord> LookAsync(MachineSource source, string actorId, string actorName, CancellationToken cancellationToken)
    {
        try
        {
            var listing = await reader.ReadAsync(source, cancellationToken);
            return await Task.Run(() => importer.TakeOverAsync(source, listing, actorId, actorName, cancellationToken), cancellationToken);
        }
        catch (InventoryException e)
        {
            return await importer.FailAsync(source, actorName, e);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // A source is foreign text: whatever it does to a reader, the others go on.
            Log.Broke(logger, source.Name, e);
            return await importer.FailAsync(source, actorName, new InventoryException("It could not be read; the portal's log says why."));
        }
    }

    private bool Begin(string sourceId)
    {
        while (true)
        {
            var state = _states.GetOrAdd(sourceId, SourceState.Resting);
            if (state.IsRead)
            {
                return false;
            }

            if (_states.TryUpdate(sourceId, state with { IsRead = true }, state))
            {
                return true;
            }
        }
    }

    private void Set(string sourceId, Func<SourceState, SourceState> change)
    {
        _states.AddOrUpdate(sourceId, _ => change(SourceState.Resting), (_, state) => change(state));
        Changed?.Invoke();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Source {Source} was looked at: {Outcome}. {Sentence}")]
        public static partial void Looked(ILogger logger, string source, SyncOutcome outcome, string sentence);

        [LoggerMessage(2, LogLevel.Error, "Source {Source} broke its reader.")]
        public static partial void Broke(ILogger logger, string source, Exception exception);
    }
}

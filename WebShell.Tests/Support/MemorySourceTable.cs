using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Import;

namespace WebShell.Tests.Support;

/// <summary>Sources and their history in memory; fails while it is told to.</summary>
internal sealed class MemorySourceTable : ISourceTable
{
    private readonly Lock _gate = new();
    private readonly List<MachineSource> _sources = [];
    private readonly List<SyncRecord> _history = [];

    public bool IsDown { get; set; }

    public Task<IReadOnlyList<MachineSource>> ListAsync(CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<MachineSource>>(() => [.. _sources.OrderBy(source => source.Name, StringComparer.OrdinalIgnoreCase)]);

    public Task SaveAsync(MachineSource source, CancellationToken cancellationToken) => Answer(() =>
    {
        _sources.RemoveAll(known => known.Id == source.Id);
        _sources.Add(source);
        return source;
    });

    public Task RemoveAsync(string id, CancellationToken cancellationToken) => Answer(() => _sources.RemoveAll(source => source.Id == id));

    public Task NoteAsync(SyncRecord record, int most, CancellationToken cancellationToken) => Answer(() =>
    {
        _history.Insert(0, record);
        return record;
    });

    public Task<IReadOnlyList<SyncRecord>> HistoryAsync(string sourceId, int most, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<SyncRecord>>(() => [.. _history.Where(record => record.SourceId == sourceId).Take(most)]);

    private Task<T> Answer<T>(Func<T> answer)
    {
        lock (_gate)
        {
            return IsDown ? Task.FromException<T>(new InventoryException("The database did not do it: it is away.")) : Task.FromResult(answer());
        }
    }
}

using WebShell.Core.Inventory.Stored;

namespace WebShell.Tests.Support;

/// <summary>Stored machines in memory.</summary>
internal sealed class MemoryMachineTable : IMachineTable
{
    private volatile MachineSet _set = MachineSet.Empty;

    public Task<MachineSet> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(_set);

    public Task<long> ReadRevisionAsync(CancellationToken cancellationToken) => Task.FromResult(_set.Revision);

    public Task<bool> WriteAsync(IReadOnlyCollection<StoredMachine> rows, long revision, CancellationToken cancellationToken)
    {
        if (revision != _set.Revision)
        {
            return Task.FromResult(false);
        }

        _set = _set.With(rows);
        return Task.FromResult(true);
    }
}

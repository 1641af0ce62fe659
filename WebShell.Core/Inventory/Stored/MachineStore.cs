using Microsoft.Extensions.Logging;

namespace WebShell.Core.Inventory.Stored;

/// <summary>
/// The machines of the database, in memory. A change is decided on what is there, written, and only then seen; one at a time.
/// Thread-safe singleton, the first of the inventory's sources.
/// </summary>
public sealed partial class MachineStore(IMachineTable table, ILogger<MachineStore> logger) : IInventorySource, IDisposable
{
    /// <summary>Another node that writes all the time would otherwise keep this one from it for ever.</summary>
    private const int MaxTries = 5;

    private readonly SemaphoreSlim _changing = new(1);
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, string> _problems = [];
    private volatile MachineSet? _now;

    public string Name => "database";

    /// <summary>What is written was checked before.</summary>
    public bool IsChecked => true;

    public bool IsComplete { get; internal set; } = true;

    /// <summary>Every stored machine at this moment; empty before it was read.</summary>
    public MachineSet Now => _now ?? MachineSet.Empty;

    /// <summary>What keeps sources from being taken over, in sentences that begin with the source's name.</summary>
    public IReadOnlyList<string> Problems
    {
        get
        {
            lock (_gate)
            {
                return [.. _problems.Values];
            }
        }
    }

    /// <summary>Called after each change and awaited by who made it: the inventory shows it when this returns.</summary>
    internal Func<CancellationToken, Task> Publish { get; set; } = _ => Task.CompletedTask;

    public async ValueTask<IReadOnlyList<Vm>> LoadAsync(CancellationToken cancellationToken)
    {
        var now = _now ??= await ReadAsync(cancellationToken);
        return [.. now.Live.Select(row => row.Machine)];
    }

    /// <summary>Changes what the decision says; nothing where it says nothing.</summary>
    /// <param name="decide">The rows to write, from what is there. Asked again when another node was faster; may throw, and then nothing is written.</param>
    /// <param name="cancellationToken">Gives up before the write.</param>
    /// <exception cref="InventoryException">It cannot be written; the message is for the user.</exception>
    public Task<MachineSet> ChangeAsync(Func<MachineSet, IReadOnlyCollection<StoredMachine>> decide, CancellationToken cancellationToken) =>
        ChangeAsync(now => ValueTask.FromResult(decide(now)), cancellationToken);

    /// <inheritdoc cref="ChangeAsync(Func{MachineSet, IReadOnlyCollection{StoredMachine}}, CancellationToken)"/>
    public async Task<MachineSet> ChangeAsync(Func<MachineSet, ValueTask<IReadOnlyCollection<StoredMachine>>> decide, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            for (var tries = 1; ; tries++)
            {
                var now = _now ??= await ReadAsync(cancellationToken);
                var rows = await decide(now);
                if (rows.Count == 0)
                {
                    return now;
                }

                // From here on it happens: half a write that nobody hears of would be worse than a late answer.
                if (await table.WriteAsync(rows, now.Revision, CancellationToken.None))
                {
                    _now = now.With(rows);
                    break;
                }

                if (tries == MaxTries)
                {
                    throw new InventoryException("The machines are being changed by others all the time; nothing was changed. Try again.");
                }

                _now = await ReadAsync(cancellationToken);
            }
        }
        finally
        {
            _changing.Release();
        }

        await Publish(CancellationToken.None);
        return Now;
    }

    /// <summary>Reads again what another node wrote.</summary>
    /// <exception cref="InventoryException">It cannot be read.</exception>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        if (_now is null || await table.ReadRevisionAsync(cancellationToken) == Now.Revision)
        {
            return;
        }

        await _changing.WaitAsync(cancellationToken);
        try
        {
            _now = await ReadAsync(cancellationToken);
        }
        finally
        {
            _changing.Release();
        }

        await Publish(cancellationToken);
    }

    /// <summary>Says that nothing more is known to come (<see cref="IsComplete"/>).</summary>
    internal async Task CompleteAsync(CancellationToken cancellationToken)
    {
        if (!IsComplete)
        {
            IsComplete = true;
            await Publish(cancellationToken);
        }
    }

    /// <summary>Says what is wrong with a source, in sentences that name it, or with null that nothing is any more.</summary>
    public async Task ReportAsync(string sourceId, string? problem, CancellationToken cancellationToken)
    {
        bool isNews;
        lock (_gate)
        {
            isNews = _problems.GetValueOrDefault(sourceId) != problem;
            if (problem is null)
            {
                _problems.Remove(sourceId);
            }
            else
            {
                _problems[sourceId] = problem;
            }
        }

        if (isNews)
        {
            await Publish(cancellationToken);
        }
    }

    public void Dispose() => _changing.Dispose();

    // Rows that somebody wrote past the portal are checked like everything else; what is wrong is left out, not shown.
    private async Task<MachineSet> ReadAsync(CancellationToken cancellationToken)
    {
        var read = await table.ReadAsync(cancellationToken);
        StoredMachine[] bad = [.. read.Live.Where(row => VmValidation.Check(row.Machine).Count > 0)];
        foreach (var row in bad)
        {
            Log.Unusable(logger, row.Slug, string.Join(' ', VmValidation.Check(row.Machine)));
        }

        return bad.Length == 0 ? read : new MachineSet(read.Revision, read.Rows.Except(bad));
    }

    private static partial class Log
    {
        [LoggerMessage(11, LogLevel.Error, "The database has a machine {Slug} that may not be; it is left out: {Mistakes}")]
        public static partial void Unusable(ILogger logger, string slug, string mistakes);
    }
}

using Microsoft.Extensions.Logging;

namespace WebShell.Core.Inventory;

/// <summary>The machines that the portal knows, from all its sources; reads are answered from memory. Thread-safe singleton.</summary>
public sealed partial class VmInventory(IEnumerable<IInventorySource> sources, ILogger<VmInventory> logger) : IDisposable
{
    /// <summary>How long one source may take.</summary>
    private static readonly TimeSpan LoadLimit = TimeSpan.FromSeconds(60);

    /// <summary>One missing jump host can cut off thousands.</summary>
    private const int MaxBrokenWays = 20;

    private readonly IInventorySource[] _sources = [.. sources];
    private readonly Dictionary<IInventorySource, IReadOnlyList<Vm>> _lastGood = [];

    // One refresh at a time; the dictionary above is its own.
    private readonly SemaphoreSlim _refreshing = new(1);
    private volatile State _state = new(VmCatalog.Empty, Error: null, IsLoaded: false);

    /// <summary>False until every source has been read once.</summary>
    public bool IsLoaded => _state.IsLoaded;

    /// <summary>What went wrong with a source the last time, in words for the user; null when nothing did.</summary>
    public string? Error => _state.Error;

    /// <summary>All machines by name order.</summary>
    public IReadOnlyList<Vm> All => _state.Catalog.All;

    /// <summary>The set of machines changed; from any thread.</summary>
    public event Action? Changed;

    /// <summary>The machine of that slug or else of that name (case-insensitive), or null.</summary>
    public Vm? Find(string name) => _state.Catalog.Find(name);

    /// <summary>The machines that match every word and label of the query, by name order; its states are the asker's to judge. Empty query: all.</summary>
    public VmMatches Search(VmQuery query) => _state.Catalog.Search(query);

    /// <summary>Reads all sources anew. One that fails keeps its last good list and is named in <see cref="Error"/>.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _refreshing.WaitAsync(cancellationToken);
        try
        {
            var errors = new List<string>();
            foreach (var source in _sources)
            {
                if (await LoadAsync(source, cancellationToken) is { } error)
                {
                    errors.Add($"{source.Name}: {error}");
                }
            }

            var machines = Merge(errors);
            _state = new State(new VmCatalog(machines), errors.Count == 0 ? null : string.Join('\n', errors), IsLoaded: true);
            Log.Loaded(logger, machines.Count, _sources.Length, errors.Count);
        }
        finally
        {
            _refreshing.Release();
        }

        try
        {
            Changed?.Invoke();
        }
        catch (Exception e)
        {
            // A listener's fault is not the inventory's.
            Log.ListenerFailed(logger, e);
        }
    }

    /// <summary>What the sources look like now, to compare with later.</summary>
    internal object?[] Versions() => [.. _sources.Select(source => source.Version)];

    public void Dispose() => _refreshing.Dispose();

    private async Task<string?> LoadAsync(IInventorySource source, CancellationToken cancellationToken)
    {
        try
        {
            var machines = await source.LoadAsync(cancellationToken).AsTask().WaitAsync(LoadLimit, cancellationToken);
            string[] mistakes = [.. machines.SelectMany(vm => VmValidation.Check(vm).Select(mistake => $"{vm.Name}: {mistake}"))];
            if (mistakes.Length > 0)
            {
                throw new InventoryException(mistakes);
            }

            _lastGood[source] = machines;
            return null;
        }
        catch (InventoryException e)
        {
            Log.SourceHasMistakes(logger, source.Name, e.Message);
            return e.Message;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // A source is somebody else's code: whatever it throws, the other sources' machines stay.
            Log.SourceFailed(logger, source.Name, e);
            return e is TimeoutException ? $"It did not answer within {LoadLimit.TotalSeconds:0} s." : "It could not be read; the log says why.";
        }
    }

    // The first source to name a machine wins.
    private List<Vm> Merge(List<string> errors)
    {
        var byName = new Dictionary<string, Vm>(StringComparer.OrdinalIgnoreCase);
        foreach (var source in _sources)
        {
            foreach (var vm in _lastGood.GetValueOrDefault(source, []))
            {
                var entry = vm.Source.Length > 0 ? vm : vm with { Source = source.Name };
                if (!byName.TryAdd(entry.Name, entry))
                {
                    errors.Add($"{source.Name}: {entry.Name} is already listed in {byName[entry.Name].Source}; the first one counts.");
                }
            }
        }

        errors.AddRange(BrokenWays(byName));
        return [.. byName.Values];
    }

    // Only now: a jump may be listed by another source.
    private static string[] BrokenWays(Dictionary<string, Vm> byName)
    {
        var problems =
            from vm in byName.Values
            from jump in vm.Jumps
            let problem = JumpRoute.To(vm, jump, byName.GetValueOrDefault).Problem
            where problem is not null
            select $"{vm.Source}: {problem}";
        string[] named = [.. problems.Take(MaxBrokenWays + 1)];
        return named.Length <= MaxBrokenWays ? named : [.. named[..MaxBrokenWays], "… and more machines whose way is broken."];
    }

    private sealed record State(VmCatalog Catalog, string? Error, bool IsLoaded);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The inventory has {Count} machines from {Sources} sources, with {Errors} errors.")]
        public static partial void Loaded(ILogger logger, int count, int sources, int errors);

        [LoggerMessage(2, LogLevel.Warning, "Inventory source {Source} has mistakes: {Mistakes}")]
        public static partial void SourceHasMistakes(ILogger logger, string source, string mistakes);

        [LoggerMessage(4, LogLevel.Error, "A listener of the inventory failed.")]
        public static partial void ListenerFailed(ILogger logger, Exception exception);

        [LoggerMessage(3, LogLevel.Error, "Inventory source {Source} failed.")]
        public static partial void SourceFailed(ILogger logger, string source, Exception exception);
    }
}

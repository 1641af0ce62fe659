using Microsoft.Extensions.Logging;
using WebShell.Core.Inventory.Stored;

namespace WebShell.Core.Inventory;

/// <summary>The machines that the portal knows, from all its sources; reads are answered from memory. Thread-safe singleton.</summary>
public sealed partial class VmInventory : IDisposable
{
    /// <summary>How long one source may take.</summary>
    private static readonly TimeSpan LoadLimit = TimeSpan.FromSeconds(60);

    /// <summary>One missing jump host can cut off thousands.</summary>
    private const int MaxBrokenWays = 20;

    private readonly IInventorySource[] _sources;
    private readonly ILogger<VmInventory> _logger;
    private readonly Dictionary<IInventorySource, IReadOnlyList<Vm>> _lastGood = [];
    private readonly Dictionary<IInventorySource, string> _errors = [];
    private bool _areAllRead;

    // One refresh at a time; what stands above is its own.
    private readonly SemaphoreSlim _refreshing = new(1);
    private volatile State _state = new(VmCatalog.Empty, Error: null, IsLoaded: false);

    public VmInventory(IEnumerable<IInventorySource> sources, ILogger<VmInventory> logger)
    {
        (_sources, _logger) = ([.. sources], logger);
        foreach (var store in _sources.OfType<MachineStore>())
        {
            store.Publish = token => RefreshAsync([store], token);
        }
    }

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
    public Task RefreshAsync(CancellationToken cancellationToken) => RefreshAsync(_sources, cancellationToken);

    /// <summary>What the sources look like now, to compare with later.</summary>
    internal object?[] Versions() => [.. _sources.Select(source => source.Version)];

    public void Dispose() => _refreshing.Dispose();

    private async Task RefreshAsync(IInventorySource[] sources, CancellationToken cancellationToken)
    {
        await _refreshing.WaitAsync(cancellationToken);
        try
        {
            foreach (var source in sources)
            {
                await LoadAsync(source, cancellationToken);
            }

            List<string> errors = [.. _sources.SelectMany(source => _errors.TryGetValue(source, out var error) ? [error, .. source.Problems] : source.Problems)];
            var catalog = new VmCatalog(Merge(errors));
            errors.AddRange(BrokenWays(catalog));

            // A part of the sources is all of them only after all have been read.
            _areAllRead |= sources.Length == _sources.Length;
            var isLoaded = _state.IsLoaded || (_areAllRead && _sources.All(source => source.IsComplete));
            _state = new State(catalog, errors.Count == 0 ? null : string.Join('\n', errors), isLoaded);
            Log.Loaded(_logger, catalog.All.Count, _sources.Length, errors.Count);
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
            Log.ListenerFailed(_logger, e);
        }
    }

    private async Task LoadAsync(IInventorySource source, CancellationToken cancellationToken)
    {
        var error = await TryLoadAsync(source, cancellationToken);
        if (error is null)
        {
            _errors.Remove(source);
        }
        else
        {
            _errors[source] = $"{source.Name}: {error}";
        }
    }

    private async Task<string?> TryLoadAsync(IInventorySource source, CancellationToken cancellationToken)
    {
        try
        {
            var machines = await source.LoadAsync(cancellationToken).AsTask().WaitAsync(LoadLimit, cancellationToken);
            string[] mistakes = source.IsChecked ? [] : [.. machines.SelectMany(vm => VmValidation.Check(vm).Select(mistake => $"{vm.Name}: {mistake}"))];
            if (mistakes.Length > 0)
            {
                throw new InventoryException(mistakes);
            }

            _lastGood[source] = machines;
            return null;
        }
        catch (InventoryException e)
        {
            Log.SourceHasMistakes(_logger, source.Name, e.Message);
            return e.Message;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // A source is somebody else's code: whatever it throws, the other sources' machines stay.
            Log.SourceFailed(_logger, source.Name, e);
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

        return [.. byName.Values];
    }

    // Only now: a jump may be listed by another source.
    private static string[] BrokenWays(VmCatalog catalog)
    {
        var problems = JumpRoute.BrokenOf(catalog.All, catalog.Find).Select(broken => $"{broken.Machine.Source}: {broken.Problem}");
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

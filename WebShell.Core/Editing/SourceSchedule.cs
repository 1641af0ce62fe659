using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Import;
using WebShell.Core.Inventory.Stored;

namespace WebShell.Core.Editing;

/// <summary>
/// Looks at every source by its schedule, and at files when they change; follows what other nodes wrote. One that fails is asked less and less often.
/// </summary>
internal sealed partial class SourceSchedule : BackgroundService
{
    /// <summary>Who does it, in history and audit.</summary>
    public const string Actor = "schedule";

    // Polled, not watched: this works the same for editors that rename, for mounted volumes and network file systems.
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(2);

    /// <summary>How long a source that another node's user added may wait to be known here.</summary>
    private static readonly TimeSpan ListInterval = TimeSpan.FromSeconds(15);

    /// <summary>Looks at a time.</summary>
    private const int MaxLooks = 4;

    private readonly SourceSync _sync;
    private readonly SourceReader _reader;
    private readonly MachineStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger<SourceSchedule> _logger;
    private readonly Dictionary<string, WatchedSource> _watched = [];
    private readonly SemaphoreSlim _looks = new(MaxLooks);
    private DateTimeOffset _nextList;
    private int _edition;

    public SourceSchedule(SourceSync sync, SourceReader reader, MachineStore store, TimeProvider time, ILogger<SourceSchedule> logger)
    {
        (_sync, _reader, _store, _time, _logger) = (sync, reader, store, time, logger);

        // The inventory is not all there before its file was read once.
        store.IsComplete = sync.Configured is null;
    }

    public override void Dispose()
    {
        base.Dispose();
        _looks.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(PollInterval, _time);
        if (_sync.Configured is { } configured)
        {
            await LookAsync(Watch(configured), stoppingToken);
        }

        var looks = new List<Task>();
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryAsync(() => _store.FollowAsync(stoppingToken), stoppingToken);
                await TryAsync(() => ListAsync(stoppingToken), stoppingToken);
                looks.RemoveAll(look => look.IsCompleted);
                looks.AddRange(_watched.Values.Where(IsDue).Select(source => LookAsync(source, stoppingToken)));
            }
        }
        finally
        {
            await Task.WhenAll(looks);
        }
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        var (now, edition) = (_time.GetUtcNow(), _sync.Edition);
        if (now < _nextList && edition == _edition)
        {
            return;
        }

        (_nextList, _edition) = (now + ListInterval, edition);
        var sources = (await _sync.ListAsync(cancellationToken)).Where(source => source is { Place: not null, IsEnabled: true }).ToDictionary(source => source.Id);
        foreach (var id in _watched.Keys.Except(sources.Keys).ToArray())
        {
            _watched.Remove(id);
            _sync.Plan(id, null);
        }

        foreach (var source in sources.Values)
        {
            if (!_watched.TryGetValue(source.Id, out var known) || !known.IsOf(source))
            {
                var watched = Watch(source);
                watched.DueAt = now;
                _sync.Plan(source.Id, now);
            }
        }
    }

    private WatchedSource Watch(MachineSource source) => _watched[source.Id] = new WatchedSource(source, _reader.Version(source));

    private bool IsDue(WatchedSource watched) => watched.IsDue(_reader.Version(watched.Source), _time.GetUtcNow());

    private async Task LookAsync(WatchedSource watched, CancellationToken cancellationToken)
    {
        (watched.IsLooking, watched.DueAt) = (true, null);
        await _looks.WaitAsync(cancellationToken);
        try
        {
            await TryAsync(
                async () =>
                {
                    var record = await _sync.SyncAsync(watched.Source, Actor, Actor, cancellationToken);
                    watched.Failures = record.Outcome == SyncOutcome.Failed ? watched.Failures + 1 : 0;
                },
                cancellationToken);
        }
        finally
        {
            _looks.Release();
            watched.DueAt = watched.NextLook(_time.GetUtcNow(), Random.Shared.NextDouble());
            watched.IsLooking = false;
            _sync.Plan(watched.Source.Id, watched.DueAt);
        }
    }

    // The database may be away for a while; the schedule outlives that.
    private async Task TryAsync(Func<Task> act, CancellationToken cancellationToken)
    {
        try
        {
            await act();
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.Failed(_logger, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The schedule of the sources goes on after a failure: {Reason}")]
        public static partial void Failed(ILogger logger, string reason);
    }
}

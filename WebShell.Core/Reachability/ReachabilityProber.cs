using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebShell.Core.Inventory;

namespace WebShell.Core.Reachability;

/// <summary>
/// Looks at machines in a steady stream: those that a page shows first, then those whose turn it is; each at most once a minute, all
/// together at most <see cref="ReachabilityOptions.PerSecond"/>. Nobody waits for a machine that is silent.
/// </summary>
internal sealed partial class ReachabilityProber(
    VmInventory inventory, ReachabilityBook book, BannerProbe probe, IOptions<ReachabilityOptions> options, TimeProvider time, ILogger<ReachabilityProber> logger) : BackgroundService
{
    /// <summary>So many are waited for at once: the sockets of shells come first.</summary>
    private const int MostAtOnce = 256;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan BetweenNews = TimeSpan.FromSeconds(1);

    private readonly LookTurns _turns = new(options.Value, time);
    private readonly HashSet<Task> _looking = [];
    private IReadOnlyList<Vm>? _known;
    private long? _announcedAt;
    private volatile bool _hasNews;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Enabled)
        {
            return;
        }

        try
        {
            using var timer = new PeriodicTimer(Tick, time);
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                Step(stoppingToken);
            }
        }
        finally
        {
            await Task.WhenAll(_looking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Begins as many looks as may be begun now, and tells what those before have found.</summary>
    /// <returns>The looks that it began.</returns>
    internal IReadOnlyList<Task> Step(CancellationToken cancellationToken)
    {
        _looking.RemoveWhere(look => look.IsCompleted);
        Task[] begun = [];
        try
        {
            Reconcile();
            begun = [.. _turns.Take(MostAtOnce - _looking.Count, book.TryTakeWanted).Select(slug => LookAsync(slug, cancellationToken))];
            _looking.UnionWith(begun);
            Announce();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A listener's fault, or ours: the next step goes on.
            Log.StepFailed(logger, e);
        }

        return begun;
    }

    private async Task LookAsync(string slug, CancellationToken cancellationToken)
    {
        try
        {
            if (inventory.Find(slug) is { } vm)
            {
                var reach = await probe.ProbeAsync(vm, cancellationToken);
                book.Note(slug, reach);
                _turns.Looked(slug, reach.IsReachable);
                _hasNews = true;
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _turns.Looked(slug, answered: false);
            Log.LookFailed(logger, slug, e);
        }
    }

    // At most once a second, whatever is found meanwhile.
    private void Announce()
    {
        if (_hasNews && (_announcedAt is not { } at || time.GetElapsedTime(at) >= BetweenNews))
        {
            (_hasNews, _announcedAt) = (false, time.GetTimestamp());
            book.Announce();
        }
    }

    private void Reconcile()
    {
        var all = inventory.All;
        if (ReferenceEquals(all, _known))
        {
            return;
        }

        _known = all;
        var there = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var watched = new List<string>();
        foreach (var vm in all.Where(vm => there.Add(vm.Slug)))
        {
            if (Reason(vm) is { } reason)
            {
                book.Note(vm.Slug, new Reach { Words = reason });
            }
            else
            {
                watched.Add(vm.Slug);
            }
        }

        _turns.Keep(watched);
        book.Forget(there.Contains);
        _hasNews = true;
    }

    private string? Reason(Vm vm) =>
        vm.Labels.Any(label => (label.Key == "reach" && label.Value == "off") || options.Value.Off.Contains($"{label.Key}:{label.Value}", StringComparer.OrdinalIgnoreCase)) ? "Not checked: switched off by a label"
        : vm.Jumps.Count > 0 ? $"Not checked: reached through {vm.Jumps[0]}"
        : null;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A step of the reachability checks failed; the next one goes on.")]
        public static partial void StepFailed(ILogger logger, Exception exception);

        [LoggerMessage(2, LogLevel.Error, "Machine {Slug} could not be looked at.")]
        public static partial void LookFailed(ILogger logger, string slug, Exception exception);
    }
}

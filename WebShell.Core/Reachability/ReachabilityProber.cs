using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebShell.Core.Inventory;

namespace WebShell.Core.Reachability;

/// <summary>
/// Looks at one machine after the other: those that a page shows first, then those whose turn it is; each at most once a minute, all
/// together at most <see cref="ReachabilityOptions.PerSecond"/>.
/// </summary>
internal sealed partial class ReachabilityProber(
    VmInventory inventory, ReachabilityBook book, BannerProbe probe, IOptions<ReachabilityOptions> options, TimeProvider time, ILogger<ReachabilityProber> logger) : BackgroundService
{
    private const double Jitter = 0.2;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Peace = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    private readonly Dictionary<string, Turn> _turns = new(StringComparer.OrdinalIgnoreCase);
    private readonly PriorityQueue<string, DateTimeOffset> _queue = new();
    private IReadOnlyList<Vm>? _known;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Enabled)
        {
            return;
        }

        using var timer = new PeriodicTimer(Tick, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Log.RoundFailed(logger, e);
            }
        }
    }

    /// <summary>One second's work: as many machines as a second may have.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        Reconcile();
        var chosen = Choose();
        await Task.WhenAll(chosen.Select(vm => LookAsync(vm, cancellationToken)));
        if (chosen.Count > 0)
        {
            book.Announce();
        }
    }

    private async Task LookAsync(Vm vm, CancellationToken cancellationToken)
    {
        var reach = await probe.ProbeAsync(vm, cancellationToken);
        book.Note(vm.Slug, reach);
        lock (_turns)
        {
            if (_turns.TryGetValue(vm.Slug, out var turn))
            {
                turn.Failures = reach.IsReachable ? 0 : Math.Min(turn.Failures + 1, 10);
                var pause = options.Value.Interval * Math.Pow(2, turn.Failures);
                pause = pause > LongestPause && LongestPause > options.Value.Interval ? LongestPause : pause;
                turn.Due = time.GetUtcNow() + (pause * (1 - Jitter + (2 * Jitter * Random.Shared.NextDouble())));
                _queue.Enqueue(vm.Slug, turn.Due);
            }
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
        var now = time.GetUtcNow();
        var there = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var vm in all)
        {
            if (Reason(vm) is { } reason)
            {
                book.Note(vm.Slug, new Reach { Words = reason });
                _ = there.Add(vm.Slug);
                _turns.Remove(vm.Slug);
            }
            else if (there.Add(vm.Slug) && !_turns.ContainsKey(vm.Slug))
            {
                // Not all at once: spread over the first interval.
                var due = now + (options.Value.Interval * Random.Shared.NextDouble());
                _turns[vm.Slug] = new Turn { Due = due };
                _queue.Enqueue(vm.Slug, due);
            }
        }

        foreach (var gone in _turns.Keys.Where(slug => !there.Contains(slug)).ToArray())
        {
            _turns.Remove(gone);
        }

        book.Forget(there.Contains);
    }

    private string? Reason(Vm vm) =>
        vm.Labels.Any(label => (label.Key == "reach" && label.Value == "off") || options.Value.Off.Contains($"{label.Key}:{label.Value}")) ? "Not checked: switched off by a label"
        : vm.Jumps.Count > 0 ? $"Not checked: reached through {vm.Jumps[0]}"
        : null;

    private List<Vm> Choose()
    {
        var (now, chosen, slugs) = (time.GetUtcNow(), new List<Vm>(), new HashSet<string>(StringComparer.OrdinalIgnoreCase));
        while (chosen.Count < options.Value.PerSecond && book.TryTakeWanted(out var wanted))
        {
            Take(wanted, turn => turn.Last is null || now - turn.Last >= Peace);
        }

        while (chosen.Count < options.Value.PerSecond && _queue.TryPeek(out var slug, out var due) && due <= now)
        {
            _ = _queue.Dequeue();
            // What a page wanted in between has a later turn; this entry is the old one.
            Take(slug, turn => turn.Due == due && (turn.Last is null || now - turn.Last >= Peace));
        }

        return chosen;

        void Take(string slug, Predicate<Turn> isTurn)
        {
            if (_turns.TryGetValue(slug, out var turn) && isTurn(turn) && inventory.Find(slug) is { } vm && slugs.Add(slug))
            {
                turn.Last = now;
                chosen.Add(vm);
            }
        }
    }

    private sealed class Turn
    {
        public DateTimeOffset Due { get; set; }

        public DateTimeOffset? Last { get; set; }

        public int Failures { get; set; }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A round of the reachability checks failed; the next one goes on.")]
        public static partial void RoundFailed(ILogger logger, Exception exception);
    }
}

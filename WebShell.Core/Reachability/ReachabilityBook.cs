using System.Collections.Concurrent;

namespace WebShell.Core.Reachability;

/// <summary>What is known of all machines, by slug, from memory. Thread-safe singleton.</summary>
public sealed class ReachabilityBook(TimeProvider time)
{
    private const int MaxWanted = 1000;

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentQueue<string> _wanted = new();

    /// <summary>Something changed since the last time; at most once a second, from any thread.</summary>
    public event Action? Changed;

    /// <summary>What is known of the machine; never null.</summary>
    public Reach Of(string slug) => _entries.TryGetValue(slug, out var entry) ? entry.Latest : Reach.NeverLooked;

    /// <summary>The best round trip of each half hour of the last day in milliseconds, oldest first; null where nothing answered. Empty: nobody looked.</summary>
    public IReadOnlyList<int?> HistoryOf(string slug)
    {
        if (!_entries.TryGetValue(slug, out var entry))
        {
            return [];
        }

        lock (entry.History)
        {
            return entry.History.Of(time.GetUtcNow());
        }
    }

    /// <summary>A page shows these machines: they are looked at first, as soon as their peace is over. More than 1000 at once are too many to show.</summary>
    public void Show(IEnumerable<string> slugs)
    {
        foreach (var slug in slugs.Take(MaxWanted).TakeWhile(_ => _wanted.Count < MaxWanted))
        {
            _wanted.Enqueue(slug);
        }
    }

    internal bool TryTakeWanted(out string slug) => _wanted.TryDequeue(out slug!);

    internal void Note(string slug, Reach reach)
    {
        var entry = _entries.GetOrAdd(slug, _ => new Entry());
        lock (entry.History)
        {
            entry.Latest = reach with { LastSeen = reach.LastSeen ?? entry.Latest.LastSeen };
            if (reach.CheckedAt is { } at)
            {
                entry.History.Add(at, reach.IsReachable ? reach.RoundTrip : null);
            }
        }
    }

    internal void Forget(Func<string, bool> isThere)
    {
        foreach (var slug in _entries.Keys.Where(slug => !isThere(slug)))
        {
            _entries.TryRemove(slug, out _);
        }
    }

    internal void Announce() => Changed?.Invoke();

    private sealed class Entry
    {
        public volatile Reach Latest = Reach.NeverLooked;

        public ReachHistory History { get; } = new();
    }
}

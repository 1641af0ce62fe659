using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace WebShell.Core.Reachability;

/// <summary>What is known of all machines, by slug, from memory. Thread-safe singleton.</summary>
public sealed class ReachabilityBook(IOptions<ReachabilityOptions> options, TimeProvider time)
{
    /// <summary>So many wait to be looked at for pages; of more, those asked for later are not noted.</summary>
    private const int MaxWanted = 2000;

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _gate = new();
    private readonly Queue<string> _wanted = new();
    private readonly HashSet<string> _isWanted = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether anybody looks at all; if not, nothing is known of any machine.</summary>
    public bool IsWatched => options.Value.Enabled;

    /// <summary>Something changed since the last time; at most once a second, from any thread.</summary>
    public event Action? Changed;

    /// <summary>What is known of the machine; never null.</summary>
    public Reach Of(string slug) => _entries.TryGetValue(slug, out var entry) ? entry.Latest : Reach.NeverLooked;

    /// <summary>The last day in half hours, oldest first. Empty: nobody looked.</summary>
    public IReadOnlyList<ReachSample> HistoryOf(string slug)
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

    /// <summary>A page shows these machines: they are looked at first, as soon as their peace is over.</summary>
    public void Show(IEnumerable<string> slugs)
    {
        lock (_gate)
        {
            foreach (var slug in IsWatched ? slugs : [])
            {
                if (_wanted.Count < MaxWanted && _isWanted.Add(slug))
                {
                    _wanted.Enqueue(slug);
                }
            }
        }
    }

    internal bool TryTakeWanted(out string slug)
    {
        lock (_gate)
        {
            return _wanted.TryDequeue(out slug!) && _isWanted.Remove(slug);
        }
    }

    internal void Note(string slug, Reach reach)
    {
        var entry = _entries.GetOrAdd(slug, _ => new Entry());
        lock (entry.History)
        {
            var before = entry.Latest;
            var isAsBefore = before.CheckedAt is not null && before.IsReachable == reach.IsReachable;
            entry.Latest = reach with { LastSeen = reach.LastSeen ?? before.LastSeen, Since = isAsBefore ? before.Since : reach.CheckedAt };
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

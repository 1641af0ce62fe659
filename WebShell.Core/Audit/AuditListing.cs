namespace WebShell.Core.Audit;

/// <summary>
/// All events that match a query, as numbered rows, the newest first. One pass finds them; every so many it keeps the number, so that any
/// row is read from the nearest of those on. Not thread-safe.
/// </summary>
public sealed class AuditListing(IAuditSearch search, AuditQuery query)
{
    /// <summary>Events between two that are kept.</summary>
    private const int Step = 200;

    /// <summary>New events that are kept one by one before all is found anew.</summary>
    private const int MaxFresh = 2000;

    public const int Bars = 90;

    private readonly List<long> _marks = [];
    private readonly List<long> _fresh = [];
    private readonly Dictionary<long, int> _minutes = [];
    private long _indexed;
    private long _oldest;
    private DateTimeOffset? _first;
    private DateTimeOffset? _last;

    public AuditQuery Query => query;

    /// <summary>The newest event that was looked at, whether it matches or not.</summary>
    public long Through { get; private set; }

    public long Count => _indexed + _fresh.Count;

    /// <summary>Finds everything that matches.</summary>
    /// <exception cref="AuditStoreException">The database does not answer.</exception>
    public async Task FindAsync(CancellationToken cancellationToken)
    {
        var through = await search.NewestAsync(cancellationToken);
        Clear();
        await foreach (var (number, at) in search.IndexAsync(query, 0, through, cancellationToken))
        {
            if (_indexed++ % Step == 0)
            {
                _marks.Add(number);
            }

            _oldest = number;
            Note(at);
        }

        Through = through;
    }

    /// <summary>Adds what has come since. False: nothing that matches.</summary>
    /// <exception cref="AuditStoreException">The database does not answer.</exception>
    public async Task<bool> FollowAsync(CancellationToken cancellationToken)
    {
        var newest = await search.NewestAsync(cancellationToken);
        if (newest == Through)
        {
            return false;
        }

        if (newest < Through || _fresh.Count > MaxFresh)
        {
            await FindAsync(cancellationToken);
            return true;
        }

        List<(long Number, DateTimeOffset At)> came = [];
        await foreach (var one in search.IndexAsync(query, Through, newest, cancellationToken))
        {
            came.Add(one);
        }

        _fresh.InsertRange(0, came.Select(one => one.Number));
        came.ForEach(one => Note(one.At));
        Through = newest;
        return came.Count > 0;
    }

    /// <summary>Some of the rows.</summary>
    /// <exception cref="AuditStoreException">The database does not answer.</exception>
    public async Task<IReadOnlyList<AuditRow>> RowsAsync(int start, int count, CancellationToken cancellationToken)
    {
        var end = (int)Math.Min(start + (long)count, Count);
        if (start < 0 || start >= end)
        {
            return [];
        }

        List<AuditRow> rows = [];
        if (start < _fresh.Count)
        {
            var last = Math.Min(end, _fresh.Count);
            rows.AddRange(await search.ReadAsync(query, _fresh[start], _fresh[last - 1], cancellationToken));
        }

        if (end > _fresh.Count)
        {
            var (from, to) = (Math.Max(start, _fresh.Count) - _fresh.Count, end - _fresh.Count);
            var next = ((to - 1) / Step) + 1;
            var lowest = next < _marks.Count ? _marks[next] + 1 : _oldest;
            var portion = await search.ReadAsync(query, _marks[from / Step], lowest, cancellationToken);
            rows.AddRange(portion.Skip(from % Step).Take(to - from));
        }

        return rows;
    }

    /// <summary>How many there are over time, in equal parts from the first to now; empty where there is nothing.</summary>
    public IReadOnlyList<AuditBar> Histogram(DateTimeOffset now)
    {
        var (first, end) = query is { FirstDay: { } begin, LastDay: { } last } ? (StartOf(begin), StartOf(last).AddDays(1)) : (_first ?? now, _last ?? now);
        if (_minutes.Count == 0)
        {
            return [];
        }

        end = end > now ? now : end;
        end = end > first ? end : first.AddMinutes(1);

        var width = TimeSpan.FromMinutes(Math.Max(1, Math.Ceiling((end - first).TotalMinutes / Bars)));
        var bars = new int[(int)Math.Clamp(Math.Ceiling((end - first) / width), 1, Bars)];
        foreach (var (minute, count) in _minutes)
        {
            var place = (int)((DateTimeOffset.UnixEpoch.AddMinutes(minute) - first) / width);
            bars[Math.Clamp(place, 0, bars.Length - 1)] += count;
        }

        return [.. bars.Select((count, i) => new AuditBar(first + (i * width), width, count))];
    }

    private static DateTimeOffset StartOf(int day) => new(day / 10_000, day / 100 % 100, day % 100, 0, 0, 0, TimeSpan.Zero);

    private void Note(DateTimeOffset at)
    {
        _first = _first is { } first && first < at ? first : at;
        _last = _last is { } last && last > at ? last : at;
        var minute = at.ToUnixTimeSeconds() / 60;
        _minutes[minute] = _minutes.GetValueOrDefault(minute) + 1;
    }

    private void Clear()
    {
        _marks.Clear();
        _fresh.Clear();
        _minutes.Clear();
        (_indexed, _oldest, _first, _last) = (0, 0, null, null);
    }
}

/// <summary>The events of a stretch of time.</summary>
public sealed record AuditBar(DateTimeOffset From, TimeSpan Width, int Count);

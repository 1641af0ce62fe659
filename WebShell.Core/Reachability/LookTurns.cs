namespace WebShell.Core.Reachability;

/// <summary>
/// Whose turn it is to be looked at. A machine has a minute of peace after each look whoever asks, and the node its looks a second; what pages
/// show goes first, but every fourth look is for those that nobody shows. Thread-safe; times are monotonic.
/// </summary>
internal sealed class LookTurns(ReachabilityOptions options, TimeProvider time)
{
    /// <summary>Takes the next machine that a page shows.</summary>
    public delegate bool TakeWanted(out string slug);

    private const double Jitter = 0.2;
    private const int MaxFailures = 10;
    private const int EveryFourth = 4;

    private static readonly TimeSpan Peace = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);
    private static readonly TimeSpan ShortestSpread = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Turn> _turns = new(StringComparer.OrdinalIgnoreCase);
    private readonly PriorityQueue<Turn, TimeSpan> _queue = new();
    private readonly long _start = time.GetTimestamp();
    private double _allowance = options.PerSecond;
    private TimeSpan _allowedAt;
    private int _picks;

    private TimeSpan Now => time.GetElapsedTime(_start);

    /// <summary>These are the machines there are; new ones get their turns spread, not all at once.</summary>
    public void Keep(IReadOnlyCollection<string> slugs)
    {
        lock (_gate)
        {
            var there = slugs.ToHashSet(StringComparer.OrdinalIgnoreCase);
            foreach (var gone in _turns.Keys.Where(slug => !there.Contains(slug)).ToArray())
            {
                _turns.Remove(gone);
            }

            var now = Now;
            var added = slugs.Where(slug => !_turns.ContainsKey(slug)).ToArray();
            var spread = TimeSpan.FromSeconds(Math.Min(options.Interval.TotalSeconds, ShortestSpread.TotalSeconds + (2.0 * added.Length / options.PerSecond)));
            foreach (var slug in added)
            {
                var turn = _turns[slug] = new Turn(slug);
                Put(turn, now + (spread * Random.Shared.NextDouble()));
            }
        }
    }

    /// <summary>Those to look at now, at most as many as there is room for.</summary>
    public IReadOnlyList<string> Take(int room, TakeWanted takeWanted)
    {
        lock (_gate)
        {
            var now = Now;
            _allowance = Math.Min(options.PerSecond, _allowance + ((now - _allowedAt).TotalSeconds * options.PerSecond));
            _allowedAt = now;
            var taken = new List<string>();
            while (taken.Count < room && _allowance >= 1 && Next(now, takeWanted) is { } turn)
            {
                turn.Last = now;
                taken.Add(turn.Slug);
                _allowance--;
            }

            return taken;
        }
    }

    /// <summary>The look is over: who answered has peace for the interval, who did not twice as long each time.</summary>
    public void Looked(string slug, bool answered)
    {
        lock (_gate)
        {
            if (_turns.TryGetValue(slug, out var turn))
            {
                turn.Failures = answered ? 0 : Math.Min(turn.Failures + 1, MaxFailures);
                var pause = options.Interval * Math.Pow(2, turn.Failures);
                pause = pause > LongestPause && LongestPause > options.Interval ? LongestPause : pause;
                Put(turn, Now + (pause * (1 - Jitter + (2 * Jitter * Random.Shared.NextDouble()))));
            }
        }
    }

    private Turn? Next(TimeSpan now, TakeWanted takeWanted) =>
        ++_picks % EveryFourth == 0 ? Due(now) ?? Wanted(now, takeWanted) : Wanted(now, takeWanted) ?? Due(now);

    private Turn? Wanted(TimeSpan now, TakeWanted takeWanted)
    {
        while (takeWanted(out var slug))
        {
            if (!_turns.TryGetValue(slug, out var turn))
            {
                continue;
            }

            if (!IsInPeace(turn, now))
            {
                return turn;
            }

            // It was looked at less than a minute ago: again as soon as that is over.
            if (turn.Due > turn.Last + Peace)
            {
                Put(turn, turn.Last!.Value + Peace);
            }
        }

        return null;
    }

    private Turn? Due(TimeSpan now)
    {
        while (_queue.TryPeek(out var turn, out var due) && due <= now)
        {
            _queue.Dequeue();

            // An entry that is not the machine's turn any more, or not the machine's: there is a later one.
            if (turn.Due == due && _turns.TryGetValue(turn.Slug, out var current) && ReferenceEquals(turn, current) && !IsInPeace(turn, now))
            {
                return turn;
            }
        }

        return null;
    }

    private void Put(Turn turn, TimeSpan due)
    {
        turn.Due = due;
        _queue.Enqueue(turn, due);
    }

    private static bool IsInPeace(Turn turn, TimeSpan now) => turn.Last is { } last && now - last < Peace;

    private sealed class Turn(string slug)
    {
        public string Slug => slug;

        public TimeSpan Due { get; set; }

        /// <summary>When a look began last.</summary>
        public TimeSpan? Last { get; set; }

        public int Failures { get; set; }
    }
}

using WebShell.Core.Inventory.Import;

namespace WebShell.Core.Editing;

/// <summary>A source as the schedule remembers it. While a look at it runs, it is that look's alone.</summary>
internal sealed class WatchedSource(MachineSource source, object? version)
{
    /// <summary>A source that fails is asked at least this often, or as often as its schedule says where that is seldomer.</summary>
    public static readonly TimeSpan LongestBackOff = TimeSpan.FromHours(1);

    /// <summary>Sources with the same interval shall not be asked in the same second for ever.</summary>
    private const double Jitter = 0.1;

    private object? _loaded = version;
    private object? _before = version;
    private volatile bool _isLooking;

    public MachineSource Source { get; } = source;

    /// <summary>It is being looked at, or waits for that.</summary>
    public bool IsLooking
    {
        get => _isLooking;
        set => _isLooking = value;
    }

    /// <summary>When its schedule looks next; null: it does not.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>Looks that failed since the last that did not.</summary>
    public int Failures { get; set; }

    public bool IsOf(MachineSource source) => Source with { DefaultLogins = [] } == source with { DefaultLogins = [] } && Source.DefaultLogins.SequenceEqual(source.DefaultLogins);

    /// <summary>Whether to look now: its time has come, or its file changed and has been quiet for one poll (it may still be being written).</summary>
    public bool IsDue(object? version, DateTimeOffset now)
    {
        if (IsLooking)
        {
            return false;
        }

        var hasChanged = !Equals(version, _loaded) && Equals(version, _before);
        _before = version;
        if (hasChanged)
        {
            _loaded = version;
        }

        return hasChanged || DueAt <= now;
    }

    /// <param name="now">The end of the last look.</param>
    /// <param name="chance">0 to 1.</param>
    public DateTimeOffset? NextLook(DateTimeOffset now, double chance)
    {
        if (Source.Interval is not { } interval)
        {
            return null;
        }

        var longest = interval > LongestBackOff ? interval : LongestBackOff;
        var wait = Failures == 0 ? interval : TimeSpan.FromTicks((long)Math.Min(longest.Ticks, interval.Ticks * Math.Pow(2, Math.Min(Failures, 20))));
        return now + (wait * (1 + (Jitter * chance)));
    }
}

namespace WebShell.App.Terminals;

/// <summary>
/// How much output may be under way to one circuit's browser: sent, and not yet parsed by xterm.js (scoped; used on the
/// circuit's dispatcher only, hence no locks).
/// </summary>
/// <remarks>
/// The size follows the browser. It grows while a message comes back sooner than <see cref="TargetDelay"/> behind the
/// line's own delay, and shrinks while it comes later: so a flood is shown at full speed and the screen is never older than
/// that. The terminals that have something under way share it evenly; hidden ones get one message each. A terminal
/// with nothing under way may always send one message, so that no neighbour's flood can silence it.
/// </remarks>
public sealed class CircuitOutputWindow
{
    /// <summary>The most bytes in one call to the browser.</summary>
    public const int MaxMessageBytes = 32 * 1024;

    /// <summary>Less than this and a slice of xterm.js' parsing would end for want of bytes, which is slower and not prompter.</summary>
    public const int MinBytes = 96 * 1024;
    public const int MaxBytes = 512 * 1024;

    private const int StartBytes = 256 * 1024;
    private const double Gain = 0.1;

    private readonly List<OutputShare> _shares = [];
    private TimeSpan _lineDelay = TimeSpan.MaxValue;
    private double _size = StartBytes;

    /// <summary>How old the screen may be under a flood, above the line's own delay.</summary>
    public static TimeSpan TargetDelay { get; } = TimeSpan.FromMilliseconds(30);

    /// <summary>The present size in bytes, <see cref="MinBytes"/>–<see cref="MaxBytes"/>.</summary>
    public int Size => (int)_size;

    /// <summary>Gives a terminal its share, until it is disposed of.</summary>
    internal OutputShare Join(bool isVisible)
    {
        var share = new OutputShare(this) { IsVisible = isVisible };
        _shares.Add(share);
        return share;
    }

    internal void Leave(OutputShare share)
    {
        _shares.Remove(share);
        Rebalance();
    }

    internal int LimitOf(OutputShare share)
    {
        if (!share.IsVisible)
        {
            return MaxMessageBytes;
        }

        var others = _shares.Count(other => other != share && other.IsVisible && other.InFlight > 0);
        return Math.Max(MaxMessageBytes, Size / (others + 1));
    }

    /// <summary>A message was parsed <paramref name="delay"/> after it was sent; was the window what held the terminal back?</summary>
    internal void Measure(TimeSpan delay, bool isLimited)
    {
        // The least delay seen is the line's; the rest is waiting in the browser.
        _lineDelay = delay < _lineDelay ? delay : _lineDelay;
        if (!isLimited)
        {
            return;
        }

        var ratio = Math.Clamp((_lineDelay + TargetDelay) / TimeSpan.FromTicks(Math.Max(1, delay.Ticks)), 0.5, 2);
        _size = Math.Clamp(_size * (1 + (Gain * (ratio - 1))), MinBytes, MaxBytes);
    }

    /// <summary>Another connection, another line: what was measured holds no longer.</summary>
    internal void Forget() => _lineDelay = TimeSpan.MaxValue;

    internal void Rebalance()
    {
        foreach (var share in _shares)
        {
            share.Wake();
        }
    }
}

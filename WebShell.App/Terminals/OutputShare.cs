namespace WebShell.App.Terminals;

/// <summary>One terminal's part of its circuit's <see cref="CircuitOutputWindow"/>; dispatcher only.</summary>
internal sealed class OutputShare(CircuitOutputWindow window) : IDisposable
{
    /// <summary>More messages than this are not sent ahead, however small they are: small ones coalesce instead.</summary>
    public const int MaxMessages = CircuitOutputWindow.MaxBytes / CircuitOutputWindow.MaxMessageBytes;

    private int _messages;
    private TaskCompletionSource? _room;
    private bool _wasBlocked;

    public int InFlight { get; private set; }

    public bool IsVisible { get; set; }

    /// <summary>True when one more message may be sent now.</summary>
    public bool HasRoom =>
        InFlight == 0 || (_messages < MaxMessages && InFlight + CircuitOutputWindow.MaxMessageBytes <= window.LimitOf(this));

    /// <summary>Waits until one more message may be sent.</summary>
    public async ValueTask RoomAsync(CancellationToken cancellationToken)
    {
        while (!HasRoom)
        {
            _wasBlocked = true;
            _room = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await _room.Task.WaitAsync(cancellationToken);
        }
    }

    public void Take(int bytes)
    {
        InFlight += bytes;
        _messages++;
    }

    /// <summary>The page has parsed a message of <paramref name="bytes"/>, <paramref name="delay"/> after it was sent.</summary>
    public void Return(int bytes, TimeSpan delay)
    {
        InFlight -= bytes;
        _messages--;

        // A hidden page's timers are throttled, so only what someone looks at tells something about the browser.
        if (IsVisible)
        {
            window.Measure(delay, _wasBlocked);
        }

        if (InFlight == 0)
        {
            _wasBlocked = false;
            window.Rebalance();
        }
        else
        {
            Wake();
        }
    }

    /// <summary>The connection is gone, and with it what was under way.</summary>
    public void Forget()
    {
        InFlight = 0;
        _messages = 0;
        _wasBlocked = false;
        window.Forget();
        window.Rebalance();
    }

    public void Wake()
    {
        if (_room is { } room && HasRoom)
        {
            _room = null;
            room.TrySetResult();
        }
    }

    public void Dispose() => window.Leave(this);
}

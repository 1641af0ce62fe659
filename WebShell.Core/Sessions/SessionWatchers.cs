namespace WebShell.Core.Sessions;

/// <summary>Who watches one session, its owner's own windows included. Thread-safe; one that has left is not there.</summary>
internal sealed class SessionWatchers(Action changed)
{
    private readonly Lock _gate = new();
    private readonly List<ShellWatch> _watches = [];

    /// <summary>In the order they came.</summary>
    public IReadOnlyList<ShellWatch> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _watches];
            }
        }
    }

    public void Add(ShellWatch watch)
    {
        lock (_gate)
        {
            _watches.Add(watch);
        }

        changed();
    }

    public void Remove(ShellWatch watch)
    {
        lock (_gate)
        {
            _watches.Remove(watch);
        }

        changed();
    }
}

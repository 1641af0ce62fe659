namespace WebShell.Core.Sessions;

/// <summary>The sessions of this node that ended last, at most <see cref="MaxKept"/>; the oldest are forgotten. Thread-safe.</summary>
internal sealed class EndedSessions
{
    public const int MaxKept = 1000;

    private readonly Lock _gate = new();
    private readonly LinkedList<EndedSession> _newestFirst = [];
    private readonly HashSet<string> _ids = [];

    /// <summary>Remembers it; one that is remembered already changes nothing.</summary>
    public void Add(EndedSession ended)
    {
        lock (_gate)
        {
            if (!_ids.Add(ended.Id))
            {
                return;
            }

            _newestFirst.AddFirst(ended);
            if (_newestFirst.Count > MaxKept)
            {
                _ids.Remove(_newestFirst.Last!.Value.Id);
                _newestFirst.RemoveLast();
            }
        }
    }

    /// <summary>All of them, the newest first.</summary>
    public IReadOnlyList<EndedSession> ToList()
    {
        lock (_gate)
        {
            return [.. _newestFirst];
        }
    }
}

namespace WebShell.App.Workspace;

/// <summary>
/// The memories of all workspaces, by user and name: a page's next circuit finds there what its last one left. Singleton,
/// thread-safe. A user has at most <see cref="MaxPerUser"/>; what was left longest ago is forgotten.
/// </summary>
public sealed class WorkspaceShelf(TimeProvider time)
{
    public const int MaxPerUser = 32;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string UserId, string Name), Entry> _entries = [];

    /// <summary>Gives the memories of these workspaces. From now on the first of them is <paramref name="owner"/>'s alone, and the others are gone.</summary>
    public IReadOnlyList<WorkspaceMemory> Take(string userId, IReadOnlyList<string> names, object owner)
    {
        lock (_gate)
        {
            var found = names.Select(name => _entries.GetValueOrDefault((userId, name))).OfType<Entry>().Select(entry => entry.Memory).ToList();
            foreach (var name in names)
            {
                _entries.Remove((userId, name));
            }

            ForgetTheOldest(userId);
            _entries[(userId, names[0])] = new Entry(owner, WorkspaceMemory.Empty, time.GetTimestamp());
            return found;
        }
    }

    /// <summary>Remembers; nothing when another circuit has taken the workspace.</summary>
    public void Keep(string userId, string name, object owner, WorkspaceMemory memory)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue((userId, name), out var entry) && entry.Owner == owner)
            {
                _entries[(userId, name)] = new Entry(owner, memory, time.GetTimestamp());
            }
        }
    }

    private void ForgetTheOldest(string userId)
    {
        var own = _entries.Where(entry => entry.Key.UserId == userId).OrderBy(entry => entry.Value.KeptAt).Select(entry => entry.Key).ToList();
        foreach (var key in own.Take(own.Count - MaxPerUser + 1))
        {
            _entries.Remove(key);
        }
    }

    private sealed record Entry(object Owner, WorkspaceMemory Memory, long KeptAt);
}

namespace WebShell.Core.Inventory.Stored;

/// <summary>All stored machines at one revision; never changed after it was made.</summary>
public sealed class MachineSet
{
    private readonly Dictionary<string, StoredMachine> _bySlug;
    private readonly Lazy<Dictionary<string, StoredMachine>> _byName;

    public MachineSet(long revision, IEnumerable<StoredMachine> rows)
        : this(revision, rows.ToDictionary(row => row.Slug, StringComparer.OrdinalIgnoreCase))
    {
    }

    private MachineSet(long revision, Dictionary<string, StoredMachine> bySlug)
    {
        Revision = revision;
        _bySlug = bySlug;
        _byName = new(() => _bySlug.Values.Where(row => !row.IsRemoved).ToDictionary(row => row.Name, StringComparer.OrdinalIgnoreCase));
    }

    public static MachineSet Empty { get; } = new(0, Array.Empty<StoredMachine>());

    public long Revision { get; }

    /// <summary>Every row, removed ones too.</summary>
    public IReadOnlyCollection<StoredMachine> Rows => _bySlug.Values;

    /// <summary>The machines there are.</summary>
    public IEnumerable<StoredMachine> Live => _bySlug.Values.Where(row => !row.IsRemoved);

    /// <summary>The row of that slug, removed or not.</summary>
    public StoredMachine? Find(string slug) => _bySlug.GetValueOrDefault(slug);

    /// <summary>The machine that has that name now.</summary>
    public StoredMachine? Named(string name) => _byName.Value.GetValueOrDefault(name);

    /// <summary>A slug for a new machine of that name: one that no machine ever had and that is nobody's name.</summary>
    public string FreeSlug(string name, Func<string, bool>? isTaken = null)
    {
        const int MaxLength = 253, RoomForNumber = 8;
        var wish = name.ToLowerInvariant();
        var slug = wish;
        for (var number = 2; _bySlug.ContainsKey(slug) || (number > 2 && _byName.Value.ContainsKey(slug)) || isTaken?.Invoke(slug) == true; number++)
        {
            slug = $"{(wish.Length > MaxLength - RoomForNumber ? wish[..(MaxLength - RoomForNumber)].TrimEnd('-', '.') : wish)}-{number}";
        }

        return slug;
    }

    /// <summary>The next state, with these rows in place of those of their slugs.</summary>
    public MachineSet With(IEnumerable<StoredMachine> rows)
    {
        var next = new Dictionary<string, StoredMachine>(_bySlug, StringComparer.OrdinalIgnoreCase);
        foreach (var row in rows)
        {
            next[row.Slug] = row;
        }

        return new MachineSet(Revision + 1, next);
    }
}

using System.Collections;

namespace WebShell.Core.Inventory;

/// <summary>Machines that a search found, in an order; of one state of the inventory, whatever happens to it later.</summary>
public sealed class VmMatches : IReadOnlyList<Vm>
{
    private readonly VmCatalog _catalog;
    private readonly int[] _indexes;

    internal VmMatches(VmCatalog catalog, int[] indexes) => (_catalog, _indexes) = (catalog, indexes);

    public static VmMatches None { get; } = VmCatalog.Empty.Search(new VmQuery());

    public int Count => _indexes.Length;

    public Vm this[int index] => _catalog[_indexes[index]];

    /// <summary>All machines of the inventory that was searched, by name order; the same list for every search of one state of it.</summary>
    public IReadOnlyList<Vm> Everything => _catalog.All;

    /// <summary>Those of which this is true.</summary>
    public VmMatches Where(Func<Vm, bool> isMeant) => WhereAt(machine => isMeant(_catalog[machine]));

    /// <summary>Those of which this is true by their place in <see cref="Everything"/>.</summary>
    public VmMatches WhereAt(Func<int, bool> isMeant)
    {
        var kept = 0;
        while (kept < _indexes.Length && isMeant(_indexes[kept]))
        {
            kept++;
        }

        if (kept == _indexes.Length)
        {
            return this;
        }

        var indexes = _indexes[..kept].ToList();
        for (var i = kept + 1; i < _indexes.Length; i++)
        {
            if (isMeant(_indexes[i]))
            {
                indexes.Add(_indexes[i]);
            }
        }

        return new VmMatches(_catalog, [.. indexes]);
    }

    /// <summary>In the order of what they have under that name (<see cref="VmField"/>); those that have nothing come last either way, equal ones stay as they are.</summary>
    public VmMatches OrderedBy(string name, bool isDescending) =>
        _catalog.Column(name) is { } column ? new VmMatches(_catalog, column.Order(_indexes, isDescending)) : this;

    /// <summary>In the order of a number that is given to each, the smallest first; equal ones stay as they are.</summary>
    public VmMatches OrderedBy(Func<Vm, long> rank)
    {
        var ranks = Array.ConvertAll(_indexes, index => rank(_catalog[index]));
        var order = Enumerable.Range(0, _indexes.Length).ToArray();
        Array.Sort(order, (x, y) => ranks[x] != ranks[y] ? ranks[x].CompareTo(ranks[y]) : x.CompareTo(y));
        return new VmMatches(_catalog, Array.ConvertAll(order, at => _indexes[at]));
    }

    /// <summary>One group for each combination of values that there is under these names, in natural order; in each the order stays.</summary>
    public IReadOnlyList<VmGroup> GroupedBy(IReadOnlyList<string> names)
    {
        var columns = names.Select(_catalog.Column).ToArray();
        var indexes = columns.Reverse().OfType<VmColumn>().Aggregate(_indexes, (order, column) => column.Order(order, isDescending: false));
        var groups = new List<VmGroup>();
        for (int start = 0, end; start < indexes.Length; start = end)
        {
            end = start + 1;
            while (end < indexes.Length && AreTogether(indexes[start], indexes[end]))
            {
                end++;
            }

            string[] values = [.. columns.Select(column => column?.ValueOf(column.CodeOf(indexes[start])) ?? "")];
            groups.Add(new VmGroup(values, new VmMatches(_catalog, indexes[start..end])));
        }

        return groups;

        bool AreTogether(int one, int other) => Array.TrueForAll(columns, column => column is null || column.CodeOf(one) == column.CodeOf(other));
    }

    public IEnumerator<Vm> GetEnumerator()
    {
        foreach (var index in _indexes)
        {
            yield return _catalog[index];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Machines that have the same under the names they were grouped by.</summary>
/// <param name="Values">What they have there, in the order of the names; empty where they have nothing.</param>
/// <param name="Machines">The machines; never empty.</param>
public sealed record VmGroup(IReadOnlyList<string> Values, VmMatches Machines);

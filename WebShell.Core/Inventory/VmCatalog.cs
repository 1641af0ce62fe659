using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace WebShell.Core.Inventory;

/// <summary>One state of the inventory, never changed after it was made: by name, and prepared for search, sorting and grouping. Thread-safe.</summary>
internal sealed class VmCatalog
{
    private readonly Vm[] _machines;
    private readonly int[] _everything;
    private readonly SearchText _texts;
    private readonly FrozenDictionary<string, Vm> _byName;
    private readonly FrozenDictionary<string, Vm> _renamed;
    private readonly FrozenSet<string> _labelKeys;

    // Made when first asked for; only for names that there are, so that nobody fills it with questions.
    private readonly ConcurrentDictionary<string, VmColumn> _columns = new(StringComparer.OrdinalIgnoreCase);

    public VmCatalog(IEnumerable<Vm> machines)
    {
        _machines = [.. machines.OrderBy(vm => vm.Name, NaturalOrder.Instance)];
        _everything = [.. Enumerable.Range(0, _machines.Length)];
        _texts = new SearchText(_machines);
        _byName = _machines.ToFrozenDictionary(vm => vm.Name, StringComparer.OrdinalIgnoreCase);
        _renamed = _machines.Where(vm => !vm.Slug.Equals(vm.Name, StringComparison.OrdinalIgnoreCase)).ToFrozenDictionary(vm => vm.Slug, StringComparer.OrdinalIgnoreCase);
        _labelKeys = _machines.SelectMany(vm => vm.Labels.Keys).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }

    public static VmCatalog Empty { get; } = new([]);

    public IReadOnlyList<Vm> All => _machines;

    // A slug first: what is kept over a rename must not lead to a machine that took the old name.
    public Vm? Find(string name) => _renamed.GetValueOrDefault(name) ?? _byName.GetValueOrDefault(name);

    public Vm this[int index] => _machines[index];

    public VmMatches Search(VmQuery query) => new(this, query.IsEmpty ? _everything : Find(query));

    /// <summary>What the machines have under that name (<see cref="VmField"/>); null when none has anything.</summary>
    public VmColumn? Column(string name)
    {
        if (!VmField.IsField(name))
        {
            var key = VmField.KeyOf(name);
            if (!_labelKeys.Contains(key))
            {
                return null;
            }

            name = VmField.LabelPrefix + key;
        }

        return _columns.GetOrAdd(name, static (added, machines) => new VmColumn(machines, added), _machines);
    }

    private int[] Find(VmQuery query)
    {
        var found = ArrayPool<bool>.Shared.Rent(_machines.Length);
        var marks = ArrayPool<bool>.Shared.Rent(_machines.Length);
        try
        {
            var left = found.AsSpan(0, _machines.Length);
            left.Fill(true);
            Keep(left, marks, query.Labels, Mark, areMeant: true);
            Keep(left, marks, query.ExcludedLabels, Mark, areMeant: false);
            Keep(left, marks, query.Words, _texts.Mark, areMeant: true);
            Keep(left, marks, query.ExcludedWords, _texts.Mark, areMeant: false);
            return Indexes(left);
        }
        finally
        {
            ArrayPool<bool>.Shared.Return(found);
            ArrayPool<bool>.Shared.Return(marks);
        }
    }

    // Of those left only the ones that each term marks, or does not mark.
    private static void Keep<T>(Span<bool> left, bool[] pooled, IReadOnlyList<T> terms, Marking<T> mark, bool areMeant)
    {
        var marks = pooled.AsSpan(0, left.Length);
        foreach (var term in terms)
        {
            marks.Clear();
            mark(term, marks);
            for (var i = 0; i < left.Length; i++)
            {
                left[i] &= marks[i] == areMeant;
            }
        }
    }

    private void Mark(KeyValuePair<string, string> wanted, Span<bool> marks)
    {
        var pattern = new ValuePattern(wanted.Value);
        Column(VmField.LabelPrefix + VmField.KeyOf(wanted.Key))?.Mark(pattern, marks);
        for (var i = 0; VmField.IsField(wanted.Key) && i < marks.Length; i++)
        {
            marks[i] = marks[i] || VmField.ValuesOf(_machines[i], wanted.Key).Any(value => value.Length > 0 && pattern.Matches(value));
        }
    }

    private static int[] Indexes(ReadOnlySpan<bool> marked)
    {
        var indexes = new int[marked.Count(true)];
        for (int machine = 0, next = 0; next < indexes.Length; machine++)
        {
            if (marked[machine])
            {
                indexes[next++] = machine;
            }
        }

        return indexes;
    }

    private delegate void Marking<in T>(T term, Span<bool> marks);
}

namespace WebShell.Core.Inventory;

/// <summary>
/// What all machines of a catalog have under one name, by number: equal values have equal codes, codes are in the order of
/// <see cref="NaturalOrder"/>, and nothing has the last one. Sorting, grouping and asking for a value become work on small integers.
/// </summary>
internal sealed class VmColumn
{
    private readonly string[] _values;
    private readonly int[] _codes;

    public VmColumn(Vm[] machines, string name)
    {
        var texts = Array.ConvertAll(machines, vm => VmField.ValueOf(vm, name));
        _values = [.. texts.Where(text => text.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).Order(NaturalOrder.Instance)];
        var codes = new Dictionary<string, int>(_values.Length, StringComparer.OrdinalIgnoreCase);
        for (var code = 0; code < _values.Length; code++)
        {
            codes[_values[code]] = code;
        }

        _codes = Array.ConvertAll(texts, text => text.Length == 0 ? _values.Length : codes[text]);
    }

    /// <summary>The code of machines that have nothing here.</summary>
    public int Nothing => _values.Length;

    public int CodeOf(int machine) => _codes[machine];

    public string ValueOf(int code) => code == Nothing ? "" : _values[code];

    /// <summary>Marks the machines whose value is meant by <paramref name="pattern"/>.</summary>
    public void Mark(ValuePattern pattern, Span<bool> marks)
    {
        var wanted = new bool[_values.Length + 1];
        var any = false;
        for (var code = 0; code < _values.Length; code++)
        {
            any |= wanted[code] = pattern.Matches(_values[code]);
        }

        for (var machine = 0; any && machine < marks.Length; machine++)
        {
            marks[machine] |= wanted[_codes[machine]];
        }
    }

    /// <summary>The machines of <paramref name="indexes"/> in the order of this column; equal ones stay as they are, nothing comes last either way.</summary>
    public int[] Order(ReadOnlySpan<int> indexes, bool isDescending)
    {
        var starts = new int[_values.Length + 2];
        foreach (var machine in indexes)
        {
            starts[RankOf(machine, isDescending) + 1]++;
        }

        for (var rank = 1; rank < starts.Length; rank++)
        {
            starts[rank] += starts[rank - 1];
        }

        var ordered = new int[indexes.Length];
        foreach (var machine in indexes)
        {
            ordered[starts[RankOf(machine, isDescending)]++] = machine;
        }

        return ordered;
    }

    private int RankOf(int machine, bool isDescending)
    {
        var code = _codes[machine];
        return !isDescending || code == Nothing ? code : _values.Length - 1 - code;
    }
}

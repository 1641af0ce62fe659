using WebShell.Core.Inventory;

namespace WebShell.App.Inventory;

/// <summary>
/// By which column the machines are sorted, and which way; in the url as <c>?sort=os</c> or <c>?sort=-os</c>. Machines that have
/// nothing in that column come last either way, equal ones stay in the order of their names.
/// </summary>
public readonly record struct MachineSort(MachineColumn Column, bool IsDescending)
{
    public static MachineSort ByName { get; } = new(MachineColumn.Name, IsDescending: false);

    /// <summary>What the url means; anything else is by name.</summary>
    public static MachineSort Parse(string? text)
    {
        var isDescending = text is ['-', ..];
        return MachineColumn.Parse(isDescending ? text![1..] : text) is { CanSort: true } column ? new MachineSort(column, isDescending) : ByName;
    }

    /// <summary>After a click on a column's head: that column, and the other way round when it was that one already.</summary>
    public MachineSort After(MachineColumn column) => new(column, column == Column && !IsDescending);

    /// <summary>Sorts what comes by name order.</summary>
    /// <param name="machines">What to sort.</param>
    /// <param name="weightOf">For columns that are no field of the entry: a machine's weight there, 0 for nothing.</param>
    public VmMatches Order(VmMatches machines, Func<Vm, long>? weightOf = null)
    {
        if (weightOf is null)
        {
            return this == ByName ? machines : machines.OrderedBy(Column.Key, IsDescending);
        }

        var sign = IsDescending ? -1 : 1;
        return machines.OrderedBy(vm => weightOf(vm) is var weight and not 0 ? sign * weight : long.MaxValue);
    }

    public override string ToString() => $"{(IsDescending ? "-" : "")}{Column}";
}

using WebShell.Core.Inventory;

namespace WebShell.App.Inventory;

/// <summary>
/// By which column the machines are sorted, and which way; in the url as <c>?sort=os</c> or <c>?sort=-os</c>. Machines that have
/// nothing in that column come last either way, equal ones stay in the order of their names.
/// </summary>
public readonly record struct MachineSort(MachineColumn Column, bool IsDescending)
{
    public static MachineSort ByName { get; }

    /// <summary>What the url means; anything else is by name.</summary>
    public static MachineSort Parse(string? text)
    {
        var isDescending = text is ['-', ..];
        var word = isDescending ? text![1..] : text;
        return Enum.TryParse<MachineColumn>(word, ignoreCase: true, out var column) && Enum.IsDefined(column) && !char.IsAsciiDigit(word![0])
            ? new MachineSort(column, isDescending)
            : ByName;
    }

    /// <summary>After a click on a column's head: that column, and the other way round when it was that one already.</summary>
    public MachineSort After(MachineColumn column) => new(column, column == Column && !IsDescending);

    /// <summary>Sorts what comes by name order.</summary>
    public IReadOnlyList<Vm> Order(IReadOnlyList<Vm> machines)
    {
        if (this == ByName)
        {
            return machines;
        }

        var column = Column;
        var filled = machines.OrderBy(vm => TextOf(vm, column).Length == 0);
        return [.. IsDescending
            ? filled.ThenByDescending(vm => TextOf(vm, column), NaturalOrder.Instance)
            : filled.ThenBy(vm => TextOf(vm, column), NaturalOrder.Instance)];
    }

    public override string ToString() => $"{(IsDescending ? "-" : "")}{Column.ToString().ToLowerInvariant()}";

    private static string TextOf(Vm vm, MachineColumn column) => column switch
    {
        MachineColumn.Env => vm.Environment,
        MachineColumn.Os => vm.OperatingSystem,
        MachineColumn.Address => vm.Address,
        MachineColumn.Login => vm.Logins[0],
        _ => vm.Name,
    };
}

/// <summary>The columns that machines can be sorted by.</summary>
public enum MachineColumn
{
    Name,
    Env,
    Os,
    Address,
    Login,
}

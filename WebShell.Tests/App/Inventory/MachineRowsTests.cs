using WebShell.App.Inventory;
using WebShell.Core.Inventory;
using WebShell.Tests.Inventory;

namespace WebShell.Tests.App.Inventory;

public sealed class MachineRowsTests
{
    private static readonly Vm[] Both = [Machines.Named("a"), Machines.Named("b")];

    [Fact]
    public void Rows_OfSections_AreHeadsAndMachinesFromTheTop()
    {
        var rows = new MachineRows([new("own", "Own", Both[..1]), new("closed", "Closed", Both) { IsClosed = true }, new("all", "All", Both), new("none", null, [])]);

        Assert.Equal(["Own", "a", "Closed", "All", "a", "b"], rows.Select(row => row.Vm?.Name ?? row.Section.Title));
        Assert.Equal(rows, rows.Skip(2).Prepend(rows[1]).Prepend(rows[0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => rows[6]);
        Assert.Empty(MachineRows.None);
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(2, 1, 4)]
    [InlineData(3, -1, 1)]
    [InlineData(int.MaxValue, -1, 5)]
    [InlineData(-7, -1, -1)]
    public void Machine_FromAnyRow_IsTheNearestInThatDirection(int from, int step, int expected)
    {
        var rows = new MachineRows([new("own", "Own", Both[..1]), new("closed", "Closed", Both) { IsClosed = true }, new("all", "All", Both)]);

        Assert.Equal(expected, rows.Machine(from, step));
        Assert.Equal(-1, MachineRows.None.Machine(0, 1));
    }

    [Fact]
    public void IndexOf_AMachineOfTwoSections_IsTheOneThatIsMeant()
    {
        var rows = new MachineRows([new("own", "Own", Both[..1]), new("all", "All", Both)]);

        Assert.Equal((1, 3, 4, 4, -1), (rows.IndexOf("A", "own"), rows.IndexOf("a", "all"), rows.IndexOf("b", "all"), rows.IndexOf("b", "own"), rows.IndexOf("c", "all")));
        Assert.Equal(-1, rows.IndexOf(null, null));
    }
}

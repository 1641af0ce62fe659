using WebShell.App.Inventory;

namespace WebShell.Tests.App.Inventory;

public sealed class RowsInSightTests
{
    private readonly RowsInSight _rows = new();

    [Fact]
    public void Note_ANewDrawing_TakesThePlaceOfTheOneBefore()
    {
        Draw(0, 5);
        var drawings = _rows.Drawings;
        Draw(0, 3);
        Assert.Equal(["vm-0", "vm-1", "vm-2"], _rows.Slugs);
        Assert.Equal(drawings + 1, _rows.Drawings);

        Draw(40, 2);
        Assert.Equal(["vm-40", "vm-41"], _rows.Slugs);
    }

    [Fact]
    public void Note_HeadsOfSections_AreNoMachines()
    {
        _rows.Note(0, null, "");
        _rows.Note(1, "a", "");

        Assert.Equal(["a"], _rows.Slugs);
    }

    [Fact]
    public void Note_DrawingsThatGoOnFromEachOther_DoNotGrowForEver()
    {
        Draw(0, 10_000);

        Assert.InRange(_rows.Slugs.Count, 1, RowsInSight.Most);
    }

    [Fact]
    public void IsStale_OnlyWhenARowInSightWouldSaySomethingElse()
    {
        _rows.Note(0, "a", "12 ms");

        Assert.False(_rows.IsStale(_ => "12 ms"));
        Assert.True(_rows.IsStale(_ => "13 ms"));
    }

    private void Draw(int first, int count)
    {
        for (var index = first; index < first + count; index++)
        {
            _rows.Note(index, $"vm-{index}", "");
        }
    }
}

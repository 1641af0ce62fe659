namespace WebShell.Tests.Benchmarks.Reporting;

public sealed class StatisticsTests
{
    [Theory]
    [InlineData(0, 10)]
    [InlineData(50, 30)]
    [InlineData(75, 40)]
    [InlineData(90, 46)]
    [InlineData(100, 50)]
    public void Percentile_OfFiveValues_IsInterpolatedBetweenNeighbours(double percent, double expected)
    {
        double[] unsorted = [30, 10, 50, 20, 40];

        Assert.Equal(expected, unsorted.Percentile(percent), precision: 6);
    }

    [Fact]
    public void Median_OfNothing_IsAcceptedByNoGoal()
    {
        var nothing = Array.Empty<double>().Median();

        Assert.False(Figure.AtMost("figure", 1000, nothing, " ms").IsMet);
        Assert.False(Figure.AtLeast("figure", 0, nothing, " MB/s").IsMet);
    }
}

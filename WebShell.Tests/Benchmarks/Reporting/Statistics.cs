namespace WebShell.Tests.Benchmarks.Reporting;

/// <summary>Order statistics of a few measurements; of none they are NaN, which no goal accepts.</summary>
internal static class Statistics
{
    public static double Median(this IEnumerable<double> values) => values.Percentile(50);

    /// <summary>The value below which <paramref name="percent"/> of the values lie, interpolated.</summary>
    public static double Percentile(this IEnumerable<double> values, double percent)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0)
        {
            return double.NaN;
        }

        var position = (sorted.Length - 1) * percent / 100;
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((sorted[above] - sorted[below]) * (position - below));
    }
}

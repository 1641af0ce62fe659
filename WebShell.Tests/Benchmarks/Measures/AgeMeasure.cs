using WebShell.Tests.Benchmarks.Browsing;
using WebShell.Tests.Benchmarks.Probing;
using WebShell.Tests.Benchmarks.Reporting;

namespace WebShell.Tests.Benchmarks.Measures;

/// <summary>How old the screen is while a program writes as fast as it can: the round trip of a question written amid the flood.</summary>
internal sealed class AgeMeasure : IMeasure
{
    private const double MaxMedian = 60;
    private const double MaxWorst = 200;
    private const int Rounds = 3;

    public string Name => "age";

    public async Task RunAsync(BenchStage stage)
    {
        var table = new Table("Age of the screen during a full flood, ms", "way", "payload", "median", "p95", "p99", "worst", "on the way, KB", "MB/s");
        var medians = new List<double>();
        var worst = new List<double>();
        foreach (var kind in Enum.GetValues<PayloadKind>())
        {
            var portal = await MeasureAsync(stage, await stage.PortalAsync(), kind, table);
            await MeasureAsync(stage, await stage.RawAsync(), kind, table);
            medians.Add(portal.Median());
            worst.Add(portal.Max());
        }

        stage.Report.Add(table);
        stage.Report.Add(Figure.AtMost("age of the screen during a flood, median (slowest payload)", MaxMedian, medians.Max(), " ms"));
        stage.Report.Add(Figure.AtMost("age of the screen during a flood, worst", MaxWorst, worst.Max(), " ms"));
    }

    private static async Task<List<double>> MeasureAsync(BenchStage stage, TerminalPage terminal, PayloadKind kind, Table table)
    {
        var ages = new List<double>();
        var speeds = new List<double>();
        for (var i = 0; i < Rounds; i++)
        {
            await terminal.FocusAsync();
            var reply = await terminal.Probe.AskAsync(new ProbeRequest(ProbeTask.Age) { Payload = kind, Duration = stage.Scale.AgeDuration });
            ages.AddRange(reply.Milliseconds);
            speeds.Add(reply.Bytes / reply.Elapsed.TotalSeconds / 1e6);
        }

        // What is written at a speed and seen that much later was under way in between (Little's law); MB/s × ms = KB.
        var onTheWay = speeds.Median() * ages.Median();
        table.Add(
            terminal.Name, kind, ages.Median(), ages.Percentile(95), ages.Percentile(99), ages.Max(), Math.Round(onTheWay), speeds.Median());
        return ages;
    }
}

using WebShell.Tests.Benchmarks.Probing;
using WebShell.Tests.Benchmarks.Reporting;

namespace WebShell.Tests.Benchmarks.Measures;

/// <summary>How long a program on the VM waits for an answer of the terminal when nothing else is going on.</summary>
internal sealed class RoundTripMeasure : IMeasure
{
    private const double MaxOfRaw = 1.3;
    private const double MaxMilliseconds = 2;

    public string Name => "roundtrip";

    public async Task RunAsync(BenchStage stage)
    {
        var (portal, raw) = (await stage.PortalAsync(), await stage.RawAsync());
        var viaPortal = new List<double>();
        var viaRaw = new List<double>();
        var ratios = new List<double>();
        var ping = new ProbeRequest(ProbeTask.Ping) { Count = stage.Scale.PingsPerRound };
        for (var i = 0; i < stage.Scale.Rounds; i++)
        {
            await portal.FocusAsync();
            var ofPortal = (await portal.Probe.AskAsync(ping)).Milliseconds;
            await raw.FocusAsync();
            var ofRaw = (await raw.Probe.AskAsync(ping)).Milliseconds;
            ratios.Add(ofPortal.Median() / ofRaw.Median());
            viaPortal.AddRange(ofPortal);
            viaRaw.AddRange(ofRaw);
        }

        var table = new Table("Round trip VM → browser → VM, idle, ms", "way", "median", "p95", "p99", "worst");
        table.Add(portal.Name, viaPortal.Median(), viaPortal.Percentile(95), viaPortal.Percentile(99), viaPortal.Max());
        table.Add(raw.Name, viaRaw.Median(), viaRaw.Percentile(95), viaRaw.Percentile(99), viaRaw.Max());
        stage.Report.Add(table);
        stage.Report.Add(Figure.AtMost("idle round trip, of the raw WebSocket's", MaxOfRaw, ratios.Median(), ""));
        stage.Report.Add(Figure.AtMost("idle round trip, median", MaxMilliseconds, viaPortal.Median(), " ms"));
    }
}

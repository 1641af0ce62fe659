using WebShell.Tests.Benchmarks.Browsing;
using WebShell.Tests.Benchmarks.Probing;
using WebShell.Tests.Benchmarks.Reporting;

namespace WebShell.Tests.Benchmarks.Measures;

/// <summary>
/// How much output per second goes from a program on the VM until the browser has parsed it, through the portal and through a
/// bare WebSocket in turn, and how much xterm.js parses by itself; and what a log costs the server's processor.
/// </summary>
internal sealed class OutputMeasure : IMeasure
{
    private const double MinOfRaw = 0.9;
    private const double MaxCpuSeconds = 1.5;
    private const long WarmUpBytes = 2_000_000;

    public string Name => "output";

    public async Task RunAsync(BenchStage stage)
    {
        var table = new Table(
            "Output, MB/s until the page has parsed it (median)", "payload", "portal", "raw WebSocket", "xterm.js alone", "portal / raw", "portal / alone");
        foreach (var kind in Enum.GetValues<PayloadKind>())
        {
            var series = await MeasureAsync(stage, kind);
            var ofRaw = series.Select(round => round.Portal / round.Raw).Median();
            var ofAlone = series.Select(round => round.Portal / round.Alone).Median();
            table.Add(
                kind, series.Select(round => round.Portal).Median(), series.Select(round => round.Raw).Median(),
                series.Select(round => round.Alone).Median(), ofRaw, ofAlone);

            stage.Report.Add(Figure.AtLeast($"output {kind}, of the raw WebSocket's", MinOfRaw, ofRaw, ""));
            if (MinOfAlone(kind) is { } goal)
            {
                stage.Report.Add(Figure.AtLeast($"output {kind}, of xterm.js alone", goal, ofAlone, ""));
            }
        }

        stage.Report.Add(table);
        await MeasureCpuAsync(stage);
    }

    private static double? MinOfAlone(PayloadKind kind) => kind switch
    {
        PayloadKind.Log => 0.65,
        PayloadKind.Plain => 0.75,
        _ => null,
    };

    private static async Task<List<Round>> MeasureAsync(BenchStage stage, PayloadKind kind)
    {
        var (portal, raw, alone) = (await stage.PortalAsync(), await stage.RawAsync(), await stage.AloneAsync());
        await FloodAsync(portal, kind, WarmUpBytes);
        await FloodAsync(raw, kind, WarmUpBytes);
        await alone.FloodAsync(kind, WarmUpBytes);

        var rounds = new List<Round>();
        for (var i = 0; i < stage.Scale.Rounds; i++)
        {
            var viaPortal = await FloodAsync(portal, kind, stage.Scale.FloodBytes);
            var viaRaw = await FloodAsync(raw, kind, stage.Scale.FloodBytes);
            rounds.Add(new Round(viaPortal, viaRaw, await alone.FloodAsync(kind, stage.Scale.FloodBytes)));
        }

        return rounds;
    }

    private static async Task MeasureCpuAsync(BenchStage stage)
    {
        var table = new Table("Server CPU for 100 MB of log, s (one core busy for that long)", "way", "CPU s");
        foreach (var terminal in new[] { await stage.PortalAsync(), await stage.RawAsync() })
        {
            var server = await stage.ServerAsync();
            var before = server.CpuTime;
            var bytes = 0L;
            for (var i = 0; i < stage.Scale.Rounds; i++)
            {
                bytes += (await terminal.Probe.AskAsync(Flood(PayloadKind.Log, stage.Scale.FloodBytes))).Bytes;
            }

            var seconds = (server.CpuTime - before).TotalSeconds / (bytes / 100e6);
            table.Add(terminal.Name, seconds);
            if (terminal == await stage.PortalAsync())
            {
                stage.Report.Add(Figure.AtMost("server CPU per 100 MB of log", MaxCpuSeconds, seconds, " s"));
            }
        }

        stage.Report.Add(table);
    }

    private static async Task<double> FloodAsync(TerminalPage terminal, PayloadKind kind, long bytes)
    {
        await terminal.Page.BringToFrontAsync();
        var reply = await terminal.Probe.AskAsync(Flood(kind, bytes));
        return reply.Bytes / reply.Elapsed.TotalSeconds / 1e6;
    }

    private static ProbeRequest Flood(PayloadKind kind, long bytes) => new(ProbeTask.Flood) { Payload = kind, Bytes = bytes };

    private sealed record Round(double Portal, double Raw, double Alone);
}

using WebShell.Tests.Benchmarks.Measures;
using WebShell.Tests.Benchmarks.Reporting;

namespace WebShell.Tests.Benchmarks;

/// <summary>
/// <c>bench [quick] [NAME…] [--write]</c>: measures what is named, or everything, prints the report, and keeps it in
/// docs/performance.md when asked to. Exit code 0: everything was measured, goals met or not; 1: something could not be; 2: wrong arguments.
/// </summary>
internal static class BenchCommand
{
    private static readonly IMeasure[] All =
    [
        new OutputMeasure(), new RoundTripMeasure(), new AgeMeasure(), new InterruptMeasure(), new OpeningMeasure(),
        new CorrectnessMeasure(), new MemoryMeasure(), new DetachedMeasure(), new ImportMeasure(), new InventoryMeasure(), new AuditMeasure(),
    ];

    public static async Task<int> RunAsync(string[] args)
    {
        var names = args.Except(["quick", "--write"]).ToHashSet();
        if (!names.IsSubsetOf(All.Select(measure => measure.Name)))
        {
            await Console.Error.WriteLineAsync($"usage: bench [quick] [--write] [{string.Join('|', All.Select(measure => measure.Name))}]…");
            return 2;
        }

        var scale = args.Contains("quick") ? BenchScale.Quick : BenchScale.Full;
        var report = await MeasureAsync([.. All.Where(measure => names.Count == 0 || names.Contains(measure.Name))], scale);
        Console.WriteLine(report.Text);
        if (args.Contains("--write"))
        {
            PerformanceDocument.Write(Path.Combine(Repository.Root, "docs/performance.md"), report.Text);
        }

        return report.IsComplete ? 0 : 1;
    }

    private static async Task<(string Text, bool IsComplete)> MeasureAsync(IMeasure[] measures, BenchScale scale)
    {
        var conditions = new Conditions { Mode = scale.Name };
        await using var stage = new BenchStage(scale);
        foreach (var measure in measures)
        {
            await conditions.ListenForNoiseAsync();
            await Console.Error.WriteLineAsync($"measuring {measure.Name} …");
            try
            {
                await measure.RunAsync(stage);
            }
            catch (Exception e) when (e is BenchException or IOException or TimeoutException or Microsoft.Playwright.PlaywrightException)
            {
                stage.Report.Fail(measure.Name, e.Message);
            }
        }

        conditions.Browser = stage.BrowserVersion ?? conditions.Browser;
        return (stage.Report.ToMarkdown(conditions), stage.Report.IsComplete);
    }
}

using WebShell.Tests.Benchmarks.Browsing;
using WebShell.Tests.Benchmarks.Reporting;

namespace WebShell.Tests.Benchmarks.Measures;

/// <summary>How long the screen goes on moving after Ctrl+C was pressed against <c>yes</c>, prompt included.</summary>
internal sealed class InterruptMeasure : IMeasure
{
    private const double MaxMilliseconds = 150;

    // Long enough that every buffer on the way is full.
    private static readonly TimeSpan Flood = TimeSpan.FromSeconds(1.5);

    /// <summary>Notes when the key went down and when the rows changed for the last time.</summary>
    private const string Watch = """
        () => {
          const watch = { pressed: 0, moved: 0 };
          addEventListener("keydown", e => { if (e.ctrlKey && e.key === "c") watch.pressed = performance.now(); }, { capture: true });
          new MutationObserver(() => { watch.moved = performance.now(); })
            .observe(document.querySelector(".xterm-rows"), { childList: true, subtree: true, characterData: true, attributes: true });
          globalThis.benchWatch = watch;
        }
        """;

    private const string Quiet = "() => benchWatch.pressed > 0 && performance.now() - benchWatch.moved > 500";

    public string Name => "interrupt";

    public async Task RunAsync(BenchStage stage)
    {
        var table = new Table("Ctrl+C against yes → screen quiet, ms", "way", "median", "worst");
        foreach (var terminal in new[] { await stage.PortalAsync(), await stage.RawAsync() })
        {
            var times = new List<double>();
            await stage.InPlainShellAsync(terminal, async () =>
            {
                await terminal.Page.EvaluateAsync(Watch);
                for (var i = 0; i < stage.Scale.Interrupts; i++)
                {
                    times.Add(await InterruptAsync(terminal));
                }
            });
            table.Add(terminal.Name, times.Median(), times.Max());
            if (terminal == await stage.PortalAsync())
            {
                stage.Report.Add(Figure.AtMost("Ctrl+C against yes → screen quiet, median", MaxMilliseconds, times.Median(), " ms"));
            }
        }

        stage.Report.Add(table);
    }

    private static async Task<double> InterruptAsync(TerminalPage terminal)
    {
        await terminal.FocusAsync();
        await terminal.Page.EvaluateAsync("() => { benchWatch.pressed = 0; }");
        await terminal.Page.Keyboard.TypeAsync("yes");
        await terminal.Page.Keyboard.PressAsync("Enter");
        await Task.Delay(Flood);
        await terminal.Page.Keyboard.PressAsync("Control+c");
        await terminal.Page.WaitForFunctionAsync(Quiet, null, new() { Timeout = 20_000 });
        await terminal.WaitForPromptAsync(BenchStage.Vm);
        return await terminal.Page.EvaluateAsync<double>("() => benchWatch.moved - benchWatch.pressed");
    }
}

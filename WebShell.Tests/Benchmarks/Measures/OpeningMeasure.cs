using Microsoft.Playwright;
using WebShell.Tests.Benchmarks.Reporting;

namespace WebShell.Tests.Benchmarks.Measures;

/// <summary>How long it takes from the click on <c>Connect to NAME</c> until the VM's prompt is on the screen.</summary>
internal sealed class OpeningMeasure : IMeasure
{
    private const double MaxMilliseconds = 500;

    /// <summary>Starts the clock at the next click and stops it in the first frame that shows a prompt.</summary>
    private const string Watch = """
        vm => new Promise(done => {
          let clicked = 0;
          addEventListener("click", () => { clicked ||= performance.now(); }, { capture: true });
          const look = () => {
            const rows = [...document.querySelectorAll(".xterm-rows")].find(r => r.offsetParent !== null);
            const last = rows?.innerText.trimEnd().split("\n").pop() ?? "";
            if (clicked && last.includes(vm) && /[#$]$/.test(last)) done(performance.now() - clicked);
            else requestAnimationFrame(look);
          };
          look();
        })
        """;

    public string Name => "open";

    public async Task RunAsync(BenchStage stage)
    {
        var browser = await stage.BrowserAsync();
        var page = await browser.Context.NewPageAsync();
        var times = new List<double>();
        try
        {
            // One more than asked for: the first one is the cold one.
            for (var i = 0; i <= stage.Scale.Openings; i++)
            {
                times.Add(await OpenAsync(page, browser.Address));
            }
        }
        finally
        {
            await page.CloseAsync();
        }

        var warm = times.Skip(1).ToList();
        var table = new Table("Click on 'Connect' → prompt on the screen, ms", "first", "warm median", "warm worst");
        table.Add(times[0], warm.Median(), warm.Max());
        stage.Report.Add(table);
        stage.Report.Add(Figure.AtMost("click → prompt, warm, median", MaxMilliseconds, warm.Median(), " ms"));
    }

    private static async Task<double> OpenAsync(IPage page, Uri address)
    {
        await page.GotoAsync(address.ToString());
        var connect = page.GetByRole(AriaRole.Button, new() { Name = $"Connect to {BenchStage.Vm}", Exact = true }).First;
        await connect.WaitForAsync();
        var shown = page.EvaluateAsync<double>(Watch, BenchStage.Vm);
        await connect.ClickAsync();
        var time = await shown.WaitAsync(TimeSpan.FromSeconds(20));
        await page.Keyboard.TypeAsync("exit");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("[data-testid=terminal][data-state=ended]:visible").WaitForAsync();

        // Its tab would come back with the next page.
        await page.GetByRole(AriaRole.Button, new() { Name = $"Close {BenchStage.Vm}" }).First.ClickAsync();
        return time;
    }
}

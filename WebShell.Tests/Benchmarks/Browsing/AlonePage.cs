using Microsoft.Playwright;
using WebShell.Tests.Benchmarks.Probing;

namespace WebShell.Tests.Benchmarks.Browsing;

/// <summary>xterm.js with nothing behind it, fed inside the page.</summary>
internal sealed class AlonePage(IPage page) : IAsyncDisposable
{
    public static async Task<AlonePage> OpenAsync(BenchBrowser browser, string options)
    {
        var page = await browser.Context.NewPageAsync();
        await page.AddInitScriptAsync($"globalThis.terminalOptions = {options};");
        await page.GotoAsync(new Uri(browser.Address, "/bench/page/alone.html").ToString());
        await page.WaitForFunctionAsync("() => globalThis.flood !== undefined");
        return new AlonePage(page);
    }

    /// <summary>Megabytes of that payload per second.</summary>
    public async Task<double> FloodAsync(PayloadKind kind, long bytes)
    {
        await page.BringToFrontAsync();
        var done = await page.EvaluateAsync<FloodResult>("([kind, bytes]) => flood(kind, bytes)", new object[] { kind.ToString(), bytes });
        return done.Bytes / done.Seconds / 1e6;
    }

    public async ValueTask DisposeAsync() => await page.CloseAsync();

    private sealed record FloodResult
    {
        public double Seconds { get; init; }

        public double Bytes { get; init; }
    }
}

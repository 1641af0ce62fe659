using Microsoft.Playwright;

namespace WebShell.Tests.Benchmarks.Browsing;

/// <summary>One headless Chromium with one signed-in profile; all pages that are compared live in it.</summary>
internal sealed class BenchBrowser : IAsyncDisposable
{
    /// <summary>The browser of Debian and Ubuntu; another one by the environment variable CHROMIUM.</summary>
    private static readonly string Executable = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium";

    // Without 3D there is no WebGL, so xterm.js draws with the DOM: what WebGL does without a GPU says nothing about a desk.
    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-3d-apis", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private BenchBrowser(IPlaywright playwright, IBrowser browser, IBrowserContext context, Uri address)
    {
        _playwright = playwright;
        _browser = browser;
        Context = context;
        Address = address;
    }

    public IBrowserContext Context { get; }

    public Uri Address { get; }

    public string Version => $"Chromium {_browser.Version}";

    /// <summary>Starts the browser and signs in by the one-time link.</summary>
    public static async Task<BenchBrowser> StartAsync(Uri signIn)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Args = Flags });
        var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 900 } });
        var page = await context.NewPageAsync();
        await page.GotoAsync(signIn.ToString());
        await page.CloseAsync();
        return new BenchBrowser(playwright, browser, context, new Uri(signIn.GetLeftPart(UriPartial.Authority)));
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.CloseAsync();
        _playwright.Dispose();
    }
}

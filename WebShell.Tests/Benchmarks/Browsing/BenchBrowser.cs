using System.Diagnostics;
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
        "--headless=new", "--remote-debugging-port=0", "--no-sandbox", "--disable-gpu", "--disable-3d-apis", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions", "--mute-audio",
        "--disable-backgrounding-occluded-windows", "--disable-renderer-backgrounding", "--disable-background-timer-throttling",
    ];

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly DevToolsFilter _filter;
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private BenchBrowser(Process process, DevToolsFilter filter, IPlaywright playwright, IBrowser browser, IBrowserContext context, Uri address)
    {
        _process = process;
        _filter = filter;
        _playwright = playwright;
        _browser = browser;
        Context = context;
        Address = address;
    }

    public IBrowserContext Context { get; }

    public Uri Address { get; }

    public string Version => $"Chromium {_browser.Version}";

    /// <summary>Starts the browser and signs in by the one-time link.</summary>
    /// <param name="signIn">The portal's link.</param>
    /// <param name="profile">An empty folder for the browser's own files.</param>
    public static async Task<BenchBrowser> StartAsync(Uri signIn, string profile)
    {
        var process = Process.Start(new ProcessStartInfo(Executable, [.. Flags, $"--user-data-dir={profile}", "about:blank"])
        {
            RedirectStandardError = true,
        })!;
        var filter = await DevToolsFilter.StartAsync(await DevToolsOf(process));
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.ConnectOverCDPAsync(filter.Address);
        var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 900 } });
        var page = await context.NewPageAsync();
        await page.GotoAsync(signIn.ToString());
        await page.CloseAsync();
        return new BenchBrowser(process, filter, playwright, browser, context, new Uri(signIn.GetLeftPart(UriPartial.Authority)));
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.CloseAsync();
        _playwright.Dispose();
        await _filter.DisposeAsync();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    // Chromium says once where it listens, "DevTools listening on ws://…", and goes on to complain about a machine without a desktop.
    private static async Task<Uri> DevToolsOf(Process process)
    {
        const string announcement = "DevTools listening on ";
        using var limit = new CancellationTokenSource(StartLimit);
        while (await process.StandardError.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.StartsWith(announcement, StringComparison.Ordinal))
            {
                _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                return new Uri(line[announcement.Length..]);
            }
        }

        throw new BenchException("Chromium ended before it listened.");
    }
}

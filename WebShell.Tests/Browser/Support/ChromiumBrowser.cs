using Microsoft.Playwright;

namespace WebShell.Tests.Browser.Support;

/// <summary>Debian's Chromium, headless, one for all browser tests. It talks to nobody but the pages it is given.</summary>
public sealed class ChromiumBrowser : IAsyncLifetime
{
    public const string Collection = "Chromium";

    private const string Executable = "/usr/bin/chromium";

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        Assert.True(File.Exists(Executable), "Chromium is missing: install the package 'chromium'.");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Executable,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
    }

    /// <summary>A fresh profile with one page; its context goes with the page (<see cref="IBrowserContext.CloseAsync"/>).</summary>
    public async Task<IPage> NewPageAsync(BrowserNewContextOptions? options = null)
    {
        var context = await _browser!.NewContextAsync(options ?? new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1000, Height = 600 } });
        context.SetDefaultTimeout(20_000);
        return await context.NewPageAsync();
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}

/// <summary>Browser tests share one Chromium and run one after the other: two would only measure each other.</summary>
[CollectionDefinition(ChromiumBrowser.Collection, DisableParallelization = true)]
public sealed class ChromiumGroup : ICollectionFixture<ChromiumBrowser>;

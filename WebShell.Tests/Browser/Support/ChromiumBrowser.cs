using Microsoft.Playwright;

namespace WebShell.Tests.Browser.Support;

/// <summary>Debian's Chromium, headless, one for all browser tests. It talks to nobody but the pages it is given.</summary>
public sealed class ChromiumBrowser : IAsyncLifetime
{
    public const string Collection = "Chromium";

    private const string Executable = "/usr/bin/chromium";

    // Chromium ignores a flag it does not know; it only makes our own findable among others.
    private readonly string _mark = $"--webshell-test={Guid.NewGuid():N}";
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
                "--disable-component-update", "--disable-sync", _mark,
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

    /// <summary>The ids of all its processes: the browser's own, and those it started.</summary>
    public IReadOnlyList<int> Processes()
    {
        var parents = Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Select(int.Parse!).ToDictionary(id => id, ParentOf);
        var found = new List<int> { parents.Keys.Single(id => IsMarked(id)) };
        for (var i = 0; i < found.Count; i++)
        {
            found.AddRange(parents.Where(pair => pair.Value == found[i]).Select(pair => pair.Key));
        }

        return found;
    }

    private bool IsMarked(int id) => Read(id, "cmdline") is { } line && line.Contains(_mark, StringComparison.Ordinal) && !line.Contains("--type=", StringComparison.Ordinal)
        && line.Contains("chrom", StringComparison.Ordinal);

    // proc(5), stat: pid (comm) state ppid …
    private static int ParentOf(int id) => Read(id, "stat") is { } stat ? int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1]) : 0;

    private static string? Read(int id, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/{file}");
        }
        catch (IOException)
        {
            return null; // ended meanwhile
        }
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

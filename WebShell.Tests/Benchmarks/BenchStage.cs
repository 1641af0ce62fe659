using Microsoft.Playwright;
using WebShell.Tests.Benchmarks.Browsing;
using WebShell.Tests.Benchmarks.Probing;
using WebShell.Tests.Benchmarks.Reporting;
using WebShell.Tests.Benchmarks.Serving;

namespace WebShell.Tests.Benchmarks;

/// <summary>
/// What the measures share: a temporary folder, the server, the browser, and the two terminals that are compared, each with a
/// probe in its shell. Everything is started when it is first asked for and ended, last one first, when the stage is disposed.
/// </summary>
internal sealed class BenchStage(BenchScale scale) : IAsyncDisposable
{
    /// <summary>The machine of the demo fleet on which all shells run.</summary>
    public const string Vm = "web-01";

    private readonly Stack<object> _started = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("webshell-bench-");
    private BenchServer? _server;
    private BenchBrowser? _browser;
    private ProbeLauncher? _launcher;
    private TerminalPage? _portal;
    private TerminalPage? _raw;
    private AlonePage? _alone;

    public BenchScale Scale => scale;

    public BenchReport Report { get; } = new();

    public string? BrowserVersion => _browser?.Version;

    public async Task<BenchServer> ServerAsync() => _server ??= Own(await BenchServer.StartAsync(NewFolder("portal")));

    public async Task<BenchBrowser> BrowserAsync() => _browser ??= Own(await BenchBrowser.StartAsync((await ServerAsync()).SignIn, NewFolder("browser")));

    public async Task<AlonePage> AloneAsync() => _alone ??= Own(await AlonePage.OpenAsync(await BrowserAsync(), await OptionsAsync()));

    public async Task<TerminalPage> RawAsync() => _raw ??= await PrepareAsync(await TerminalPage.OpenRawAsync(await BrowserAsync(), Vm, await OptionsAsync()));

    public async Task<TerminalPage> PortalAsync() => _portal ??= await PrepareAsync(await TerminalPage.OpenPortalAsync(await BrowserAsync(), Vm));

    /// <summary>A new empty folder below the stage's own.</summary>
    public string NewFolder(string name) => _folder.CreateSubdirectory(name).FullName;

    /// <summary>Quits the probe of that terminal for as long as <paramref name="use"/> needs the plain shell.</summary>
    public async Task InPlainShellAsync(TerminalPage terminal, Func<Task> use)
    {
        await terminal.StopProbeAsync(Vm);
        await use();
        await terminal.StartProbeAsync(_launcher!);
    }

    public async ValueTask DisposeAsync()
    {
        while (_started.TryPop(out var started))
        {
            try
            {
                await EndAsync(started);
            }
            catch (Exception e) when (e is IOException or PlaywrightException or InvalidOperationException)
            {
                // It is gone already; what was started before it must still be ended.
                await Console.Error.WriteLineAsync($"{started.GetType().Name} did not end cleanly: {e.Message}");
            }
        }

        _folder.Delete(recursive: true);
    }

    private static async ValueTask EndAsync(object started)
    {
        if (started is IAsyncDisposable later)
        {
            await later.DisposeAsync();
        }
        else
        {
            ((IDisposable)started).Dispose();
        }
    }

    private async Task<TerminalPage> PrepareAsync(TerminalPage terminal)
    {
        Own(terminal);
        await terminal.StartProbeAsync(_launcher ??= Own(new ProbeLauncher(_folder.FullName)));
        await terminal.FitAsync();
        return terminal;
    }

    private async Task<string> OptionsAsync() => await (await PortalAsync()).OptionsAsync();

    private T Own<T>(T started)
        where T : notnull
    {
        _started.Push(started);
        return started;
    }
}

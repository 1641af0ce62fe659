using System.Text.Json;
using Microsoft.Playwright;
using WebShell.Tests.Benchmarks.Probing;

namespace WebShell.Tests.Benchmarks.Browsing;

/// <summary>
/// A page with one terminal in which a shell of the VM runs, seen only from outside: keys are pressed, the rows on the screen
/// are read, and for comparisons the terminal's buffer is found through the debugger. So the page is as users have it.
/// </summary>
internal sealed class TerminalPage(IPage page, string name) : IAsyncDisposable
{
    public const int Columns = 120;
    public const int Rows = 40;

    private const string RowsSelector = ".xterm-rows";
    private const int SizingTries = 8;

    private const string HasPrompt = """
        ([rows, vm]) => {
          const last = (document.querySelector(rows)?.innerText ?? "").trimEnd().split("\n").pop();
          return last.includes(vm) && /[#$]$/.test(last);
        }
        """;

    private static readonly TimeSpan PromptLimit = TimeSpan.FromSeconds(30);

    private ProbeLink? _probe;

    public string Name => name;

    public IPage Page => page;

    /// <summary>The probe that runs in the shell.</summary>
    public ProbeLink Probe => _probe ?? throw new InvalidOperationException("The probe is not running.");

    /// <summary>Opens the portal's page for a machine and waits for its prompt.</summary>
    public static async Task<TerminalPage> OpenPortalAsync(BenchBrowser browser, string vm)
    {
        var terminal = new TerminalPage(await browser.Context.NewPageAsync(), "portal");
        await terminal.Page.GotoAsync(new Uri(browser.Address, $"/shell/{vm}").ToString());
        await terminal.WaitForPromptAsync(vm);
        return terminal;
    }

    /// <summary>Opens the page that has nothing but a WebSocket, and waits for its prompt.</summary>
    public static async Task<TerminalPage> OpenRawAsync(BenchBrowser browser, string vm, string options)
    {
        var terminal = new TerminalPage(await browser.Context.NewPageAsync(), "raw WebSocket");
        await terminal.Page.AddInitScriptAsync($"globalThis.terminalOptions = {options};");
        await terminal.Page.GotoAsync(new Uri(browser.Address, $"/bench/page/raw.html?vm={vm}").ToString());
        await terminal.WaitForPromptAsync(vm);
        return terminal;
    }

    /// <summary>Waits until the last row that is not empty ends with a prompt of that machine.</summary>
    /// <exception cref="BenchException">There was none in time; the message has what the page showed.</exception>
    public async Task WaitForPromptAsync(string vm)
    {
        try
        {
            await page.WaitForFunctionAsync(HasPrompt, new object[] { RowsSelector, vm }, new() { Timeout = (float)PromptLimit.TotalMilliseconds });
        }
        catch (TimeoutException)
        {
            throw new BenchException($"'{name}' showed no prompt within {PromptLimit.TotalSeconds:0} s, but:\n{await page.InnerTextAsync("body")}");
        }
    }

    public async Task StartProbeAsync(ProbeLauncher launcher)
    {
        await FocusAsync();
        await page.Keyboard.TypeAsync(launcher.Command);
        await page.Keyboard.PressAsync("Enter");
        _probe = await launcher.AcceptAsync();
    }

    /// <summary>Ends the probe; the shell's prompt comes back.</summary>
    public async Task StopProbeAsync(string vm)
    {
        await Probe.AskAsync(new ProbeRequest(ProbeTask.Quit));
        await Probe.DisposeAsync();
        _probe = null;
        await WaitForPromptAsync(vm);
    }

    public async Task FocusAsync()
    {
        await page.BringToFrontAsync();
        await page.Locator(".xterm-helper-textarea").First.FocusAsync();
    }

    /// <summary>Says yes to the question that the portal asks before a large paste.</summary>
    public Task ConfirmPasteAsync() => page.GetByRole(AriaRole.Button, new() { Name = "Paste", Exact = true }).ClickAsync();

    /// <summary>Changes the window's size until the terminal has 120×40 cells, as the VM sees it.</summary>
    /// <exception cref="BenchException">It cannot be reached.</exception>
    public async Task FitAsync()
    {
        for (var tries = 0; tries < SizingTries; tries++)
        {
            var (rows, columns) = await SizeAsync();
            if (rows == Rows && columns == Columns)
            {
                return;
            }

            var screen = await page.Locator(".xterm-screen").First.BoundingBoxAsync() ?? throw new BenchException("There is no terminal on the page.");
            var viewport = page.ViewportSize!;
            await page.SetViewportSizeAsync(
                viewport.Width + (int)Math.Ceiling((Columns - columns) * screen.Width / columns),
                viewport.Height + (int)Math.Ceiling((Rows - rows) * screen.Height / rows));
            await Task.Delay(600);
        }

        throw new BenchException($"The terminal of '{name}' cannot be made {Columns}×{Rows}.");
    }

    /// <summary>What <c>stty size</c> says in the VM.</summary>
    public async Task<(int Rows, int Columns)> SizeAsync()
    {
        var reply = await Probe.AskAsync(new ProbeRequest(ProbeTask.Size));
        var parts = reply.Text.Split(' ');
        return (int.Parse(parts[0]), int.Parse(parts[1]));
    }

    /// <summary>Calls a function with xterm.js's terminal as its argument. The page does not give it away, so the debugger looks for it.</summary>
    public async Task<JsonElement> InspectAsync(string function)
    {
        var debugger = await page.Context.NewCDPSessionAsync(page);
        var prototype = await debugger.SendAsync("Runtime.evaluate", new()
        {
            ["expression"] = "import('/lib/xterm.js').then(m => m.Terminal.prototype)",
            ["awaitPromise"] = true,
        });
        var terminals = await debugger.SendAsync("Runtime.queryObjects", new() { ["prototypeObjectId"] = ObjectId(prototype, "result") });
        var answer = await debugger.SendAsync("Runtime.callFunctionOn", new()
        {
            ["objectId"] = ObjectId(terminals, "objects"),
            ["functionDeclaration"] = $"function() {{ const terminal = this.find(t => t.element?.isConnected); return ({function})(terminal); }}",
            ["returnByValue"] = true,
            ["awaitPromise"] = true,
        });
        await debugger.DetachAsync();
        return answer!.Value.GetProperty("result").GetProperty("value");
    }

    /// <summary>The terminal's options as JSON, without functions, to open another terminal just like it.</summary>
    public async Task<string> OptionsAsync() =>
        (await InspectAsync("terminal => JSON.stringify({ ...terminal.options, cols: terminal.cols, rows: terminal.rows, linkHandler: null, logger: null })")).GetString()!;

    public async ValueTask DisposeAsync()
    {
        if (_probe is not null)
        {
            await _probe.DisposeAsync();
        }

        await page.CloseAsync();
    }

    private static string ObjectId(JsonElement? answer, string property) =>
        answer!.Value.GetProperty(property).GetProperty("objectId").GetString()!;
}

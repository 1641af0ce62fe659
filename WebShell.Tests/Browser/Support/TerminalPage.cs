using System.Security.Cryptography;
using Microsoft.Playwright;

namespace WebShell.Tests.Browser.Support;

/// <summary>A page with one terminal, seen as a person and a test see it: its text, its state, and every byte that xterm.js is given.</summary>
internal sealed class TerminalPage(IPage page)
{
    // Hears the event with which the terminal hands bytes to xterm.js, and keeps them.
    private const string Recorder = """
        globalThis.given = [];
        document.addEventListener("terminal-output", event => {
          globalThis.given.push(event.detail.slice());
        }, true);
        document.addEventListener("keydown", () => globalThis.givenBeforeKey = given.reduce((sum, bytes) => sum + bytes.length, 0), true);
        """;

    public IPage Page => page;

    public ILocator Root => page.GetByTestId("terminal");

    public static async Task<TerminalPage> OpenAsync(ChromiumBrowser browser, string link, string? firstState = "connected")
    {
        var page = await browser.NewPageAsync();
        await page.AddInitScriptAsync(Recorder);
        await page.GotoAsync(link);
        var terminal = new TerminalPage(page);
        await terminal.Root.Locator(".xterm-screen").WaitForAsync();
        if (firstState is not null)
        {
            await terminal.StateAsync(firstState);
        }

        return terminal;
    }

    public Task StateAsync(string state) => Assertions.Expect(Root).ToHaveAttributeAsync("data-state", state, new() { Timeout = 20_000 });

    /// <summary>The id of the session it shows.</summary>
    public async Task<string> SessionAsync() => await Root.GetAttributeAsync("data-session") ?? "";

    /// <summary>How many bytes xterm.js was given so far.</summary>
    public Task<long> GivenAsync() => page.EvaluateAsync<long>("given.reduce((sum, bytes) => sum + bytes.length, 0)");

    /// <summary>Waits until xterm.js was given that many bytes.</summary>
    public Task GivenAsync(long bytes, float timeout = 60_000) =>
        page.WaitForFunctionAsync("count => given.reduce((sum, bytes) => sum + bytes.length, 0) >= count", bytes, new() { Timeout = timeout, PollingInterval = 50 });

    /// <summary>The SHA-256 of everything that xterm.js was given.</summary>
    public async Task<string> GivenHashAsync() => await page.EvaluateAsync<string>("""
        async () => {
          const hash = await crypto.subtle.digest("SHA-256", await new Blob(given).arrayBuffer());
          return [...new Uint8Array(hash)].map(value => value.toString(16).padStart(2, "0")).join("");
        }
        """);

    /// <summary>How many bytes xterm.js was given since the last key was pressed.</summary>
    public async Task<long> GivenSinceKeyAsync() => await GivenAsync() - await page.EvaluateAsync<long>("givenBeforeKey");

    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>The rows as the DOM renderer shows them, joined by line breaks.</summary>
    public Task<string> TextAsync() =>
        Root.EvaluateAsync<string>("root => [...root.querySelectorAll('.xterm-rows > div')].map(row => row.textContent.replaceAll('\\u00a0', ' ').trimEnd()).join('\\n')");

    public async Task ShowsAsync(string text) =>
        await Assertions.Expect(Root.Locator(".xterm-rows")).ToContainTextAsync(text, new() { Timeout = 20_000 });

    public async Task TypeAsync(string keys)
    {
        await Root.Locator("textarea.xterm-helper-textarea").FocusAsync();
        await page.Keyboard.TypeAsync(keys);
    }

    public async Task PressAsync(string key)
    {
        await Root.Locator("textarea.xterm-helper-textarea").FocusAsync();
        await page.Keyboard.PressAsync(key);
    }

    /// <summary>Pastes as Ctrl+Shift+V does: the browser hands the clipboard's text to the focused terminal.</summary>
    public Task PasteAsync(string text) => Root.EvaluateAsync("""
        (root, text) => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          root.querySelector("textarea.xterm-helper-textarea").dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }
        """, text);

    /// <summary>Answers the question before a paste of several lines.</summary>
    public Task ConfirmPasteAsync() => page.GetByRole(AriaRole.Button, new() { Name = "Paste", Exact = true }).ClickAsync();
}

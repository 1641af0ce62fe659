using System.Text.RegularExpressions;
using Microsoft.Playwright;
using WebShell.Tests.Browser.Support;
using static Microsoft.Playwright.Assertions;

namespace WebShell.Tests.Browser;

/// <summary>Real programs on a real OpenSSH server: after a reload every cell of the terminal, its scrollback, cursor and modes are as before.</summary>
[Collection(ChromiumBrowser.Collection)]
public sealed partial class ScreenTests(ChromiumBrowser browser) : IAsyncLifetime
{
    // Every line as text, wrapped or not, and the runs of equal attributes in it.
    private const string Snapshot = """
        () => {
          const terminal = terminals.at(-1);
          const attributes = cell => [cell.getFgColorMode(), cell.getFgColor(), cell.getBgColorMode(), cell.getBgColor(),
            cell.isBold(), cell.isDim(), cell.isItalic(), cell.isUnderline(), cell.isInverse(), cell.isInvisible(), cell.isStrikethrough()].join();
          const lineOf = line => {
            let runs = "", last = "", cell;
            for (let x = 0; x < line.length; x++) {
              cell = line.getCell(x, cell);
              const now = attributes(cell);
              if (now !== last) runs += `${x}:${now};`;
              last = now;
            }
            return `${line.isWrapped ? "+" : " "}${line.translateToString(true)}\u0000${runs}`;
          };
          const linesOf = buffer => Array.from({ length: buffer.length }, (_, y) => lineOf(buffer.getLine(y)));
          const { active, normal } = terminal.buffer;
          return [
            `${terminal.cols}x${terminal.rows} ${active.type} ${active.cursorX},${active.cursorY} ${active.baseY} ${JSON.stringify(terminal.modes)}`,
            ...linesOf(normal), ...active === normal ? [] : linesOf(active),
          ];
        }
        """;

    // Of one process that does nothing, without the meters: what it draws again is what it drew.
    private const string Htop =
        "sleep 999 & HTOPRC=<(printf '%s\\n' htop_version=3.2.2 config_reader_min_version=3 'fields=0 48 17 18 38 39 40 2 46 47 49 1' " +
        "header_layout=one_100 column_meters_0=Hostname column_meter_modes_0=2) htop -d 600 -p $!";

    private readonly DemoPortal _portal = new();
    private IPage _page = null!;

    [Theory]
    [InlineData("seq 1 20000", "20000")]
    [InlineData("for i in $(seq 1 300); do printf '\\e[48;5;%dm\\e[38;5;%dm%05d INFO \\e[1;3;4mservice\\e[0m started \\e[38;2;%d;90;200m✓\\e[0m\\n' $((i%256)) $((255-i%256)) $i $((i%256)); done; echo the-$((1+1))nd", "the-2nd")]
    [InlineData("for i in $(seq 1 200); do echo \"$i 日本語の長い行 한국어 🚀🎉👍 é ñ ü — “quotes” … $(printf 'x%.0s' $(seq 1 $((i%70))))\"; done; echo the-$((1+1))nd", "the-2nd")]
    [InlineData("printf 'unfinished \\e[31mline with a colour that stays'", "colour that stays")]
    public async Task Lines_AfterAReload_AreTheSame(string command, string last) => await SameAfterReloadAsync(command, last);

    [Theory]
    [InlineData("vim -u NONE -N --cmd 'set shortmess+=F' +'syntax on' +'set number mouse=a' ~/.bashrc", "DEMO_MACHINE")]
    [InlineData("seq 1 5000 | less", "32")]
    [InlineData("tmux -f /dev/null new-session 'ls -la --color=always /etc | head -15; sleep 1000'", "0:sleep")]
    [InlineData(Htop, "F10Quit")]
    public async Task FullScreen_AfterAReload_IsTheSame(string command, string shows) => await SameAfterReloadAsync(command, shows);

    [Fact]
    public async Task Vim_AfterAnotherProgramsOutputOfMegabytes_IsDrawnWhole()
    {
        await RunAsync("vim -u NONE -N +'set number' ~/.bashrc");
        await SeeAsync("DEMO_MACHINE");
        var before = await SnapshotAsync();

        // Nothing of the first drawing is left in the buffer.
        await _page.Keyboard.TypeAsync(":set nomore | for i in range(1, 400) | redraw! | endfor\n");
        await SeeAsync("DEMO_MACHINE");
        var after = await ReloadedAsync();

        Assert.Equal(Text(before)[^20..^2], Text(after)[^20..^2]);
    }

    // Its figures change with each drawing; its layout does not.
    [Fact]
    public async Task Top_AfterAReload_HasItsLayout()
    {
        await RunAsync("top -d 600");
        await SeeAsync("%CPU");
        var before = await SnapshotAsync();

        var after = await ReloadedAsync();

        Assert.Equal(Layout(before), Layout(after));
    }

    public async Task InitializeAsync()
    {
        await _portal.InitializeAsync();
        _page = await browser.NewPageAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1200, Height = 700 } });
        await _page.AddInitScriptAsync("""globalThis.terminals = []; document.addEventListener("terminal-opened", event => terminals.push(event.detail), true);""");
        await _page.GotoAsync(_portal.LinkTo("/shell/web-01"));
        await new TerminalPage(_page).StateAsync("connected");
        await SeeAsync("@web-01");
    }

    public async Task DisposeAsync()
    {
        await _page.Context.CloseAsync();
        await _portal.DisposeAsync();
    }

    private async Task SameAfterReloadAsync(string command, string shows)
    {
        await RunAsync(command);
        await SeeAsync(shows);
        var before = await SnapshotAsync();

        var after = await ReloadedAsync();

        Assert.Equal(before[0], after[0]);
        Assert.Equal(before, after);
    }

    private async Task<string[]> ReloadedAsync()
    {
        var session = await new TerminalPage(_page).SessionAsync();
        await _page.ReloadAsync();
        await new TerminalPage(_page).StateAsync("connected");
        Assert.Equal(session, await new TerminalPage(_page).SessionAsync());
        return await SnapshotAsync();
    }

    private async Task RunAsync(string command)
    {
        await _page.Locator("textarea.xterm-helper-textarea").FocusAsync();
        await _page.Keyboard.TypeAsync(command + "\n");
    }

    private async Task SeeAsync(string text) => await Expect(_page.Locator(".xterm-rows")).ToContainTextAsync(text, new() { Timeout = 20_000 });

    // Taken when nothing has moved for half a second: by then the nudge is over too.
    private async Task<string[]> SnapshotAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        string[] last = [];
        for (var equal = 0; equal < 2;)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(250), patience.Token);
            var now = await _page.EvaluateAsync<string[]>(Snapshot);
            equal = now.SequenceEqual(last) ? equal + 1 : 0;
            last = now;
        }

        return last;
    }

    private static string[] Text(string[] snapshot) => [.. snapshot.Select(line => line.Split('\0')[0])];

    private static string[] Layout(string[] snapshot)
    {
        var header = Array.FindIndex(snapshot, line => line.Contains("%CPU", StringComparison.Ordinal));
        return [snapshot[0].Split(' ')[1], $"{snapshot.Length} {header}", snapshot[header], Figures().Replace(Text(snapshot)[header - 3], "0")];
    }

    [GeneratedRegex(@"[\d.]+")]
    private static partial Regex Figures();
}

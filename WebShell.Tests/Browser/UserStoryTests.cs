using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using WebShell.Tests.Browser.Support;
using static Microsoft.Playwright.Assertions;

namespace WebShell.Tests.Browser;

/// <summary>What a person does on the first day, in a real browser, on real OpenSSH servers: find a machine, click, be in its shell.</summary>
[Collection(ChromiumBrowser.Collection)]
public sealed partial class UserStoryTests(ChromiumBrowser browser) : IAsyncLifetime
{
    private readonly DemoPortal _portal = new();
    private IPage _page = null!;

    private ILocator Front => _page.Locator(".pane:not(.is-behind) [data-testid=terminal]");

    [Fact]
    public async Task FindClickType_ShowsWhatTheMachineAnswers()
    {
        await _page.GotoAsync(_portal.LinkTo("/"));
        foreach (var name in new[] { "web-01", "web-02", "db-01", "bastion", "vault-01" })
        {
            await Expect(ConnectButton(name)).ToHaveCountAsync(1);
        }

        await _page.GetByLabel("Search").FillAsync("db");
        await Expect(ConnectButton("web-01")).ToHaveCountAsync(0);
        await Expect(_page).ToHaveURLAsync(new Regex(@"\?q=db"));
        await _page.GetByLabel("Search").FillAsync("web-01");
        await ConnectAsync("web-01");
        await RunAsync("echo answer-$((6*7)) from ${BASH##*/}");

        await SeeAsync("answer-42 from bash");
        await SeeAsync("@web-01");
        await Expect(_page).ToHaveURLAsync(new Regex("/shell/web-01"));
    }

    [Fact]
    public async Task MachineBehindAJumpHost_IsReachedByTheSameClick()
    {
        await _page.GotoAsync(_portal.LinkTo("/"));
        await ConnectAsync("vault-01");
        await RunAsync("echo answer-$((6*7)) on $HOSTNAME");

        await SeeAsync("answer-42 on vault-01");
        await Expect(_page.Locator(".pane:not(.is-behind) .ph")).ToContainTextAsync("through bastion");
    }

    [Fact]
    public async Task Resize_IsSeenByTheShell()
    {
        await _page.GotoAsync(_portal.LinkTo("/shell/web-02"));
        await StateAsync("connected");
        await SeePromptAsync();

        var before = await SttySizeAsync("before");
        await _page.SetViewportSizeAsync(900, 500);
        await _page.WaitForFunctionAsync("old => document.querySelectorAll('.xterm-rows > div').length < old", before.Rows);
        var after = await SttySizeAsync("after");

        Assert.True(after.Rows < before.Rows && after.Columns < before.Columns, $"{before} did not become smaller: {after}");
        Assert.Equal(await Front.Locator(".xterm-rows > div").CountAsync(), after.Rows);
    }

    [Fact]
    public async Task TwoTabs_KeepTheirOwnShells()
    {
        await _page.GotoAsync(_portal.LinkTo("/"));
        await ConnectAsync("web-01");
        await RunAsync("mark=first; echo set-$mark");
        await SeeAsync("set-first");
        await _page.GetByLabel(new Regex("New shell")).First.ClickAsync();
        await ConnectAsync("db-01");
        await RunAsync("echo other-[$mark]");
        await SeeAsync("other-[]");

        await _page.GetByRole(AriaRole.Navigation, new() { Name = "Shells" }).GetByRole(AriaRole.Link, new() { NameRegex = new Regex("web-01") }).ClickAsync();
        await RunAsync("echo still-$mark");

        await SeeAsync("still-first");
    }

    [Fact]
    public async Task ControlC_EndsYes()
    {
        await _page.GotoAsync(_portal.LinkTo("/shell/web-01"));
        await StateAsync("connected");
        await SeePromptAsync();
        await RunAsync("yes");
        await SeeAsync("y\ny\ny\ny\n");

        await _page.Keyboard.PressAsync("Control+c");
        await RunAsync("echo quiet-$((1+1))");

        await SeeAsync("quiet-2");
    }

    [Fact]
    public async Task PasteOfAMegabyte_ArrivesByteForByte()
    {
        const int Bytes = 1_000_000;
        var text = Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes / 4 * 3));
        Assert.Equal(Bytes, text.Length);
        await _page.GotoAsync(_portal.LinkTo("/shell/web-01"));
        await StateAsync("connected");
        await SeePromptAsync();
        // The pattern must not match its own echo, hence the arithmetic.
        await RunAsync($"stty raw -echo; echo ready-$((2+3)); head -c {Bytes} | sha256sum; stty sane");
        await SeeAsync("ready-5");

        await new TerminalPage(_page).PasteAsync(text);
        await new TerminalPage(_page).ConfirmPasteAsync();

        await SeeAsync(Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text))), 60_000);
    }

    [Fact]
    public async Task Exit_SaysWhy_AndReconnectOpensAFreshShell()
    {
        await _page.GotoAsync(_portal.LinkTo("/shell/db-01"));
        await StateAsync("connected");
        await SeePromptAsync();
        await RunAsync("exit 3");

        await StateAsync("ended");
        await Expect(_page.GetByText("exit status 3", new() { Exact = false }).First).ToBeVisibleAsync();
        await _page.GetByRole(AriaRole.Button, new() { Name = "Reconnect" }).ClickAsync();
        await StateAsync("connected");
        await RunAsync("echo back-$((3+4))");
        await SeeAsync("back-7");
    }

    [Fact]
    public async Task EnterInAnEndedTerminal_Reconnects()
    {
        await _page.GotoAsync(_portal.LinkTo("/shell/db-01"));
        await StateAsync("connected");
        await SeePromptAsync();
        await RunAsync("exit");
        await StateAsync("ended");

        await _page.Keyboard.PressAsync("Enter");

        await StateAsync("connected");
    }

    [Fact]
    public async Task UnknownMachine_IsNotThere()
    {
        await _page.GotoAsync(_portal.LinkTo("/shell/nowhere"));

        await Expect(_page.GetByText("No such machine", new() { Exact = false }).First).ToBeVisibleAsync();
        await Expect(_page.GetByTestId("terminal")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Keyboard_FromSearchToShell()
    {
        await _page.GotoAsync(_portal.LinkTo("/"));
        await Expect(ConnectButton("web-02")).ToHaveCountAsync(1);
        await _page.GetByRole(AriaRole.Heading, new() { Name = "Machines" }).ClickAsync();
        await _page.Keyboard.PressAsync("/");
        await _page.Keyboard.TypeAsync("web-02");
        await Expect(ConnectButton("web-01")).ToHaveCountAsync(0);

        await _page.Keyboard.PressAsync("Enter");

        await StateAsync("connected");
        await SeeAsync("@web-02");
    }

    public async Task InitializeAsync()
    {
        await _portal.InitializeAsync();
        _page = await browser.NewPageAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1440, Height = 900 } });
    }

    public async Task DisposeAsync()
    {
        await _page.Context.CloseAsync();
        await _portal.DisposeAsync();
    }

    [GeneratedRegex(@"(?<rows>\d+) (?<columns>\d+)")]
    private static partial Regex SizePattern();

    private ILocator ConnectButton(string name) => _page.GetByRole(AriaRole.Button, new() { Name = $"Connect to {name}", Exact = true });

    private async Task ConnectAsync(string name)
    {
        // The button is shown when its row is pointed at; the keyboard reaches it always.
        await ConnectButton(name).FocusAsync();
        await ConnectButton(name).ClickAsync();
        await StateAsync("connected");
        await SeeAsync($"@{name}");
    }

    private async Task RunAsync(string command)
    {
        await Front.Locator("textarea.xterm-helper-textarea").FocusAsync();
        await _page.Keyboard.TypeAsync(command);
        await _page.Keyboard.PressAsync("Enter");
    }

    private async Task<(int Rows, int Columns)> SttySizeAsync(string label)
    {
        await RunAsync($"echo \"{label}=$(stty size)=\"");
        var line = Front.GetByText(new Regex($@"{label}=\d+ \d+=")).Last;
        var match = SizePattern().Match(await line.InnerTextAsync());
        return (int.Parse(match.Groups["rows"].Value), int.Parse(match.Groups["columns"].Value));
    }

    private Task StateAsync(string state) => Expect(Front).ToHaveAttributeAsync("data-state", state, new() { Timeout = 20_000 });

    // An ordinary user's ends in $, root's in #.
    private Task SeePromptAsync() => Expect(Front.GetByText(new Regex(@"@[\w-]+:\S*[$#]")).First).ToBeVisibleAsync(new() { Timeout = 20_000 });

    private async Task SeeAsync(string text, float timeout = 20_000) => await _page.WaitForFunctionAsync(
        """
        text => [...document.querySelectorAll(".pane:not(.is-behind) .xterm-rows")].some(rows =>
          [...rows.children].map(row => row.textContent.replaceAll("\u00a0", " ").trimEnd()).join("\n").includes(text.trimEnd()))
        """,
        text,
        new() { Timeout = timeout, PollingInterval = 50 });
}

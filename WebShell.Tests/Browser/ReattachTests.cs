using System.Text;
using Microsoft.Playwright;
using WebShell.Tests.Browser.Support;

namespace WebShell.Tests.Browser;

/// <summary>A page that is loaded anew, closed, or opened twice: which shells it shows, and what it shows of them.</summary>
[Collection(ChromiumBrowser.Collection)]
public sealed class ReattachTests(ChromiumBrowser browser) : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ScriptedConnector _connector = new();
    private PortalHost _portal = null!;
    private TerminalPage _terminal = null!;
    private ScriptedShell _shell = null!;

    public async Task InitializeAsync()
    {
        _portal = await PortalHost.StartAsync(_connector, ScriptedConnector.Inventory);
        _terminal = await TerminalPage.OpenAsync(browser, _portal.SignInLink($"/shell/{ScriptedConnector.VmName}"));
        _shell = await _connector.NextAsync();
    }

    public async Task DisposeAsync()
    {
        await _terminal.Page.Context.CloseAsync();
        await _portal.DisposeAsync();
    }

    [Fact]
    public async Task Reload_ShowsTheSameShellAndTheScreenAsItWas()
    {
        _shell.OnInput = input => _shell.PrintAsync(input);
        await _shell.PrintAsync("\u001b]0;the title\u0007\u001b[32m$ \u001b[0m");
        await _terminal.TypeAsync("before");
        await _terminal.ShowsAsync("$ before");
        var (session, text) = (await _terminal.SessionAsync(), await _terminal.TextAsync());

        await ReloadAsync();

        Assert.Equal(session, await _terminal.SessionAsync());
        Assert.EndsWith($"/shell/{ScriptedConnector.VmName}", _terminal.Page.Url, StringComparison.Ordinal);
        await _terminal.ShowsAsync("$ before");
        Assert.Equal(text, await _terminal.TextAsync());
        await _terminal.TypeAsync(" after");
        await _terminal.ShowsAsync("$ before after");
        Assert.Equal("before after", Encoding.UTF8.GetString(_shell.Input));
        Assert.Equal(1, _connector.Opened);
        await Assertions.Expect(_terminal.Page.GetByTitle("tester@test-01, prod: the title")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Reload_AnswersNoQueryOfOldOutput_AndEveryNewOne()
    {
        await _shell.PrintAsync("\u001b[?1004h\u001b[c\u001b[6n\u001b]10;?\u0007\u001bP$qm\u001b\\done");
        await _terminal.ShowsAsync("done");
        await UntilAsync(() => Encoding.ASCII.GetString(_shell.Input).Contains("$r", StringComparison.Ordinal));
        await _shell.PrintAsync("\u001b[?1004l\u0007");
        var answered = _shell.InputLength;

        await ReloadAsync();
        await _terminal.ShowsAsync("done");
        await _terminal.TypeAsync("x");
        await UntilAsync(() => _shell.InputLength > answered);

        Assert.Equal(answered + 1, _shell.InputLength);
        await _shell.PrintAsync("\u001b[5n");
        await UntilAsync(() => Encoding.ASCII.GetString(_shell.Input).EndsWith("x\u001b[0n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reload_InTheMiddleOfAFlood_GoesOnByteExact()
    {
        var flood = new StringBuilder();
        for (var line = 0; line < 60_000; line++)
        {
            flood.Append($"\u001b[3{line % 8}m{line:D8}\u001b[0m the quick brown fox – “ünïcode” … 日本語 🚀\r\n");
        }

        var bytes = Encoding.UTF8.GetBytes(flood + "THE-END");
        var printing = _shell.PrintAsync(bytes);
        await _terminal.GivenAsync(bytes.Length / 4);

        await ReloadAsync();
        await printing.WaitAsync(Patience);
        await _terminal.ShowsAsync("THE-END");

        var given = (int)await _terminal.GivenAsync();
        Assert.InRange(given, bytes.Length / 4, bytes.Length);
        Assert.Equal(TerminalPage.Hash(bytes.AsSpan(bytes.Length - given)), await _terminal.GivenHashAsync());
        Assert.Contains("00059999 the quick brown fox – “ünïcode” … 日本語 🚀", await _terminal.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TwoWindows_ReloadedTogether_KeepTheirOwnShells()
    {
        var other = await SecondWindowAsync();
        var otherShell = await _connector.NextAsync();
        await _shell.PrintAsync("first");
        await otherShell.PrintAsync("second");
        var (one, two) = (await _terminal.SessionAsync(), await other.SessionAsync());

        await Task.WhenAll(_terminal.Page.ReloadAsync(), other.Page.ReloadAsync());

        await _terminal.ShowsAsync("first");
        await other.ShowsAsync("second");
        Assert.Equal((one, two), (await _terminal.SessionAsync(), await other.SessionAsync()));
        Assert.Equal(2, _connector.Opened);
    }

    [Fact]
    public async Task DuplicatedWindow_GetsAShellOfItsOwn_AndTheFirstKeepsIts()
    {
        var session = await _terminal.SessionAsync();
        var kept = await _terminal.Page.EvaluateAsync<string>("sessionStorage['webshell.workspace']");
        var page = await _terminal.Page.Context.NewPageAsync();
        await page.AddInitScriptAsync($"sessionStorage['webshell.workspace'] ??= '{kept}'");

        await page.GotoAsync(_terminal.Page.Url);
        var twin = new TerminalPage(page);
        await twin.StateAsync("connected");

        Assert.NotEqual(session, await twin.SessionAsync());
        await _terminal.StateAsync("connected");
        await _terminal.TypeAsync("mine");
        await UntilAsync(() => _shell.InputLength == 4);
    }

    [Fact]
    public async Task ClosedWindow_ItsShellComesToTheNextOne()
    {
        await _shell.PrintAsync("still here");
        await _terminal.ShowsAsync("still here");
        var session = await _terminal.SessionAsync();
        var keeper = await _terminal.Page.Context.NewPageAsync();

        await _terminal.Page.CloseAsync();
        _terminal = new TerminalPage(keeper);
        await keeper.GotoAsync(new Uri(_portal.Address, "/").ToString());

        await _terminal.ShowsAsync("still here");
        Assert.Equal(session, await _terminal.SessionAsync());
        Assert.Equal(1, _connector.Opened);
    }

    private async Task<TerminalPage> SecondWindowAsync()
    {
        var terminal = new TerminalPage(await _terminal.Page.Context.NewPageAsync());
        await terminal.Page.GotoAsync(_terminal.Page.Url);
        await terminal.StateAsync("connected");
        return terminal;
    }

    private async Task ReloadAsync()
    {
        await _terminal.Page.ReloadAsync();
        await _terminal.StateAsync("connected");
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
        {
            await Task.Delay(10, patience.Token);
        }
    }
}

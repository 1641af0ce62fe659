using System.Text;
using Microsoft.Playwright;
using WebShell.Tests.Browser.Support;
using static Microsoft.Playwright.Assertions;

namespace WebShell.Tests.Browser;

/// <summary>One user in two browsers: one types, the other sees it, and they change places when the person wants to.</summary>
[Collection(ChromiumBrowser.Collection)]
public sealed class TwoBrowsersTests(ChromiumBrowser browser) : IAsyncLifetime
{
    private readonly ScriptedConnector _connector = new();
    private PortalHost _portal = null!;
    private TerminalPage _desk = null!;
    private TerminalPage _phone = null!;
    private ScriptedShell _shell = null!;
    private string _session = "";

    public async Task InitializeAsync()
    {
        _portal = await PortalHost.StartAsync(_connector, ScriptedConnector.Inventory);
        _desk = await TerminalPage.OpenAsync(browser, _portal.SignInLink($"/shell/{ScriptedConnector.VmName}"));
        _shell = await _connector.NextAsync();
        _shell.OnInput = input => _shell.PrintAsync(input);
        _session = await _desk.SessionAsync();
        await _desk.TypeAsync("from the desk");
        await _desk.ShowsAsync("from the desk");
    }

    public async Task DisposeAsync()
    {
        await _desk.Page.Context.CloseAsync();
        await _phone.Page.Context.CloseAsync();
        await _portal.DisposeAsync();
    }

    [Fact]
    public async Task Attach_TakesTheShellOver_AndTheFirstTakesItBack()
    {
        await OpenPhoneAsync($"/sessions/{_session}");
        await _phone.ShowsAsync("from the desk");
        await _phone.TypeAsync(", from the phone");
        await _phone.ShowsAsync("from the desk, from the phone");

        await Expect(_desk.Page.GetByText("Continued elsewhere")).ToBeVisibleAsync();
        await _desk.StateAsync("ended");
        Assert.Contains("from the desk", await _desk.TextAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("phone", await _desk.TextAsync(), StringComparison.Ordinal);
        await _desk.TypeAsync("lost");
        await _desk.Page.GetByRole(AriaRole.Button, new() { Name = "Take it back" }).ClickAsync();

        await _desk.StateAsync("connected");
        await _desk.ShowsAsync("from the desk, from the phone");
        await Expect(_phone.Page.GetByText("Continued elsewhere")).ToBeVisibleAsync();
        await _desk.TypeAsync("!");
        await _desk.ShowsAsync("from the phone!");
        Assert.Equal("from the desk, from the phone!", Encoding.UTF8.GetString(_shell.Input));
        Assert.Equal(1, _connector.Opened);
    }

    [Fact]
    public async Task Watch_FollowsAndTypesNothing_AndTheOwnersSizeWins()
    {
        var size = _shell.Size;
        var typed = _shell.InputLength;
        await OpenPhoneAsync($"/sessions/{_session}?watch", new ViewportSize { Width = 500, Height = 400 });
        await _phone.ShowsAsync("from the desk");
        await Expect(_phone.Page.GetByText("watching").First).ToBeAttachedAsync();

        await _phone.TypeAsync("nothing");
        await _shell.PrintAsync("\u001b[6n\u001b[c and on");
        await _phone.ShowsAsync("and on");
        await _desk.ShowsAsync("and on");

        await UntilAsync(() => Encoding.ASCII.GetString(_shell.Input).Contains('c', StringComparison.Ordinal));
        Assert.DoesNotContain("nothing", Encoding.UTF8.GetString(_shell.Input), StringComparison.Ordinal);
        // One answer to each query: the desk's.
        Assert.Equal(1, Encoding.ASCII.GetString(_shell.Input[(int)typed..]).Split("\u001b[?").Length - 1);
        Assert.Equal(size, _shell.Size);
        Assert.Equal(size.Rows, await _phone.Root.Locator(".xterm-rows > div").CountAsync());
        await _desk.StateAsync("connected");

        await _phone.Page.GetByRole(AriaRole.Button, new() { Name = "Take over" }).ClickAsync();
        await _phone.StateAsync("connected");
        await UntilAsync(() => _shell.Size != size);
        await _phone.TypeAsync("+");
        await _phone.ShowsAsync("+");
    }

    [Theory]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("nonsense")]
    public async Task Attach_ToWhatIsNotThere_SaysSo(string id)
    {
        await OpenPhoneAsync($"/sessions/{id}", shows: false);

        await Expect(_phone.Page.GetByText("There is no such session")).ToBeVisibleAsync();
        await Expect(_phone.Root).ToHaveCountAsync(0);
    }

    private async Task OpenPhoneAsync(string path, ViewportSize? viewport = null, bool shows = true)
    {
        var page = await browser.NewPageAsync(new BrowserNewContextOptions { ViewportSize = viewport ?? new ViewportSize { Width = 800, Height = 500 } });
        _phone = new TerminalPage(page);
        // Signed in, and otherwise a browser that has never been here.
        var cookies = await _desk.Page.Context.CookiesAsync();
        await page.Context.AddCookiesAsync(cookies.Select(cookie => new Cookie { Name = cookie.Name, Value = cookie.Value, Domain = cookie.Domain, Path = cookie.Path }));
        await page.GotoAsync(new Uri(_portal.Address, path).ToString());
        if (shows)
        {
            await _phone.StateAsync("connected");
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            await Task.Delay(10, patience.Token);
        }
    }
}

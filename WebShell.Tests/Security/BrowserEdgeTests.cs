using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using WebShell.Core.Inventory;
using WebShell.Core.Sessions;
using WebShell.Tests.Browser;
using WebShell.Tests.Browser.Support;
using WebShell.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace WebShell.Tests.Security;

/// <summary>The edge as a real browser meets it: the content policy forbids nothing the pages need, and signing out works from a page.</summary>
[Collection(ChromiumBrowser.Collection)]
public sealed class BrowserEdgeTests(ChromiumBrowser browser) : IAsyncLifetime
{
    private const float SlowMachine = 30_000;

    private readonly DemoPortal _portal = new();
    private readonly List<string> _complaints = [];
    private IPage _page = null!;

    public async Task InitializeAsync()
    {
        await _portal.InitializeAsync();
        _page = await browser.NewPageAsync();
        _page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.Ordinal) || message.Text.Contains("Permissions-Policy", StringComparison.Ordinal))
            {
                _complaints.Add(message.Text);
            }
        };
    }

    public async Task DisposeAsync()
    {
        await _page.Context.CloseAsync();
        await _portal.DisposeAsync();
    }

    [Fact]
    public async Task Pages_WithTerminalAndDialogs_NeedNothingThatThePolicyForbids()
    {
        await _page.GotoAsync(new Uri(new Uri(_portal.LinkTo("/")), "/signin").ToString());
        await Expect(_page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true })).ToBeVisibleAsync(new() { Timeout = SlowMachine });
        await _page.GotoAsync(_portal.LinkTo("/"));
        await Expect(ConnectButton("web-01")).ToHaveCountAsync(1, new() { Timeout = SlowMachine });
        await OpenShellAsync();
        await _page.Keyboard.PressAsync("?");
        await _page.GotoAsync(new Uri(new Uri(_page.Url), "/vms/web-01").ToString());
        await Expect(ConnectButton("web-01").First).ToBeVisibleAsync(new() { Timeout = SlowMachine });

        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task InjectedScript_DoesNotRun()
    {
        await _page.GotoAsync(_portal.LinkTo("/"));
        await Expect(ConnectButton("web-01")).ToHaveCountAsync(1, new() { Timeout = SlowMachine });

        await _page.EvaluateAsync("() => { const s = document.createElement('script'); s.textContent = 'window.injected = 1'; document.body.append(s); document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.injected = 1\">'); }");
        await _page.WaitForTimeoutAsync(500);

        Assert.Null(await _page.EvaluateAsync<int?>("() => window.injected ?? null"));
        Assert.NotEmpty(_complaints);
    }

    [Fact]
    public async Task SignOut_FromAPageWithAShell_EndsTheShellAndAllPages()
    {
        await _page.GotoAsync(_portal.LinkTo("/"));
        await OpenShellAsync();
        var other = await _page.Context.NewPageAsync();
        await other.GotoAsync(new Uri(new Uri(_page.Url), "/").ToString());
        await Expect(other.GetByRole(AriaRole.Button, new() { Name = "Connect to web-01" })).ToHaveCountAsync(1, new() { Timeout = SlowMachine });
        var session = Assert.Single(_portal.Services.GetRequiredService<SessionRegistry>().All);

        await other.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Account:") }).ClickAsync();
        await other.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await Expect(other).ToHaveURLAsync(new Regex("/signin"), new() { Timeout = SlowMachine });
        await Expect(_page).ToHaveURLAsync(new Regex("/signin"), new() { Timeout = SlowMachine });
        Assert.Equal(SessionEndReason.SignedOut, (await Within.Seconds(session.Ended)).Reason);
        await _page.GotoAsync(new Uri(new Uri(_page.Url), "/").ToString());
        await Expect(_page).ToHaveURLAsync(new Regex("/signin"), new() { Timeout = SlowMachine });
    }

    [Fact]
    public async Task ConnectionLost_WhenTheSignInIsOver_LeadsToTheSignIn()
    {
        await using var proxy = new CuttingProxy();
        await using var portal = await PortalHost.StartAsync(new HandConnector(), [], proxy.Address);
        proxy.Start(portal.Address);
        await _page.GotoAsync(portal.SignInLink("/"));
        await Expect(_page.GetByLabel("Search").First).ToBeVisibleAsync(new() { Timeout = SlowMachine });

        await _page.Context.ClearCookiesAsync();
        proxy.Cut();

        await Expect(_page).ToHaveURLAsync(new Regex("/signin"), new() { Timeout = SlowMachine });
    }

    [Fact]
    public async Task PortalStops_WithAnOpenShell_ThePageStillShowsThatItEnded()
    {
        var connector = new HandConnector();
        var portal = await PortalHost.StartAsync(connector, [new Vm { Name = "vm-1", Address = "192.0.2.1", Logins = ["root"] }]);
        await _page.GotoAsync(portal.SignInLink("/shell/vm-1"));
        (await connector.NextAsync()).Open();
        await Expect(_page.GetByTestId("terminal")).ToHaveAttributeAsync("data-state", "connected", new() { Timeout = SlowMachine });

        await portal.DisposeAsync();

        await Expect(_page.GetByTestId("terminal")).ToHaveAttributeAsync("data-state", "ended", new() { Timeout = SlowMachine });
    }

    private ILocator ConnectButton(string name) => _page.GetByRole(AriaRole.Button, new() { Name = $"Connect to {name}" });

    private async Task OpenShellAsync()
    {
        await ConnectButton("web-01").First.ClickAsync();
        await Expect(_page.GetByTestId("terminal")).ToHaveAttributeAsync("data-state", "connected", new() { Timeout = SlowMachine });
    }
}

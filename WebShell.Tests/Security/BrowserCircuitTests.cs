using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using WebShell.App.Security;
using WebShell.Tests.Browser.Support;
using WebShell.Tests.Inventory;
using WebShell.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace WebShell.Tests.Security;

/// <summary>How many pages a person may have open, as a real browser meets it.</summary>
[Collection(ChromiumBrowser.Collection)]
public sealed class BrowserCircuitTests(ChromiumBrowser browser) : IAsyncLifetime
{
    private const float SlowMachine = 30_000;

    private IPage _page = null!;

    public async Task InitializeAsync() => _page = await browser.NewPageAsync();

    public Task DisposeAsync() => _page.Context.CloseAsync();

    [Fact]
    public async Task Page_ReloadedMoreOftenThanPagesMayBeOpen_StillWorksAndLeavesNoCircuits()
    {
        await using var portal = await StartAsync(new CircuitLimits().PerUser);
        var book = portal.Services.GetRequiredService<CircuitBook>();
        await _page.GotoAsync(portal.SignInLink("/"));

        for (var load = 0; load < 25; load++)
        {
            await Expect(Search(_page)).ToBeVisibleAsync(new() { Timeout = SlowMachine });
            await _page.ReloadAsync();
        }

        await Search(_page).FillAsync("web");
        await Expect(_page.GetByRole(AriaRole.Button, new() { Name = "Connect to web-01" })).ToHaveCountAsync(1, new() { Timeout = SlowMachine });
        await Expect(_page.GetByRole(AriaRole.Button, new() { Name = "Connect to db-01" })).ToHaveCountAsync(0);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (book.Count > 1)
        {
            Assert.False(limit.IsCancellationRequested, $"{book.Count} circuits are kept for pages that were left.");
            await Task.Delay(50);
        }
    }

    [Fact]
    public async Task Page_OverTheLimit_SaysWhyAndWhatToDo()
    {
        await using var portal = await StartAsync(perUser: 1);
        await _page.GotoAsync(portal.SignInLink("/"));
        await Expect(Search(_page)).ToBeVisibleAsync(new() { Timeout = SlowMachine });
        var second = await _page.Context.NewPageAsync();

        await second.GotoAsync(portal.Address.ToString());
        await Expect(second.GetByRole(AriaRole.Alert)).ToContainTextAsync(
            "This page cannot start. Too many pages of this portal are open. Close some and reload.", new() { Timeout = SlowMachine });
        await _page.CloseAsync();
        await second.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();

        await Expect(Search(second)).ToBeVisibleAsync(new() { Timeout = SlowMachine });
        await Expect(second.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
    }

    private static ILocator Search(IPage page) => page.GetByLabel("Search").First;

    private static Task<PortalHost> StartAsync(int perUser) => PortalHost.StartAsync(
        new HandConnector(),
        [Machines.Named("web-01"), Machines.Named("db-01")],
        extra: builder => builder.Configuration[$"{CircuitLimits.Section}:{nameof(CircuitLimits.PerUser)}"] = $"{perUser}");
}

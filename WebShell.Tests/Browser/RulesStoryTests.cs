using System.Text.RegularExpressions;
using Microsoft.Playwright;
using WebShell.Tests.Browser.Support;
using static Microsoft.Playwright.Assertions;

namespace WebShell.Tests.Browser;

/// <summary>A rule is taken away from somebody who is in a shell of a real machine, and another one gives it back; both in the page.</summary>
[Collection(ChromiumBrowser.Collection)]
public sealed class RulesStoryTests(ChromiumBrowser browser) : IAsyncLifetime
{
    // promises.md, 2: five seconds; and what the page takes to draw it on a busy computer.
    private const float EndsWithin = 8_000;

    private readonly DemoPortal _portal = new();
    private IPage _page = null!;

    [Fact]
    public async Task Rule_ThatIsRemoved_ClosesItsShell_WithTheReason_AndAnotherOneGivesItBack()
    {
        await _page.GotoAsync(_portal.LinkTo("/shell/web-01"));
        var terminal = _page.Locator(".pane:not(.is-behind) [data-testid=terminal]");
        await Expect(terminal).ToHaveAttributeAsync("data-state", "connected");
        var admin = await _page.Context.NewPageAsync();
        await admin.GotoAsync(new Uri(new Uri(_page.Url), "/admin/rules").ToString());

        await Button(admin, "Remove Administrators everywhere").ClickAsync();
        await Expect(admin.GetByText("1 live shell ends.")).ToBeVisibleAsync();
        await Expect(terminal).ToHaveAttributeAsync("data-state", "connected");
        await Button(admin, "Remove the rule and close 1 shell").ClickAsync();

        await Expect(terminal).ToHaveAttributeAsync("data-state", "ended", new() { Timeout = EndsWithin });
        await Expect(_page.GetByText("You may no longer use this shell.").First).ToBeVisibleAsync();
        await Expect(admin.GetByRole(AriaRole.Heading, new() { Name = "No rule lets anybody anywhere" })).ToBeVisibleAsync();
        await _page.GetByRole(AriaRole.Button, new() { Name = "Reconnect" }).First.ClickAsync();
        await Expect(_page.GetByText("No rule lets you open a shell on web-01").First).ToBeVisibleAsync();

        await Button(admin, "Add the first rule").ClickAsync();
        var dialog = admin.GetByRole(AriaRole.Dialog, new() { Name = "Add a rule" });
        await Field(dialog, "Name").FillAsync("Web on-call");
        await Field(dialog, "Users").FillAsync("admin");
        await Field(dialog, "Machines").FillAsync("name:web-*");
        await Expect(dialog.GetByText("2 machines")).ToBeVisibleAsync();
        await Field(dialog, "Logins").FillAsync("*");
        await dialog.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("See what it changes") }).ClickAsync();
        await Expect(dialog.GetByText("1 person gains 2 machines.")).ToBeVisibleAsync();
        await Field(dialog, "Why").FillAsync("OPS-1");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(admin.GetByRole(AriaRole.List, new() { Name = "Access rules" })).ToContainTextAsync("Web on-call");

        await _page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).First.ClickAsync();
        await Expect(terminal).ToHaveAttributeAsync("data-state", "connected");
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

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static ILocator Field(ILocator form, string name) => form.GetByLabel(name, new() { Exact = true });
}

using System.Text.RegularExpressions;
using Microsoft.Playwright;
using WebShell.Core.Inventory.Generating;
using WebShell.Tests.Browser.Support;
using static Microsoft.Playwright.Assertions;

namespace WebShell.Tests.Browser;

/// <summary>What a person does with ten thousand machines, in a real browser: find, mark, keep, group, jump.</summary>
[Collection(ChromiumBrowser.Collection)]
public sealed class MachinesStoryTests(ChromiumBrowser browser) : IAsyncLifetime
{
    private PortalHost _portal = null!;
    private IPage _page = null!;

    private ILocator Rows => _page.Locator("#machines tbody tr[id]");

    private ILocator Search => _page.GetByLabel("Search", new() { Exact = true });

    [Fact]
    public async Task Typing_ShowsTheRowsAndKeysLeadThroughThem()
    {
        await Expect(_page.Locator(".count")).ToContainTextAsync("10,000 machines");
        await Search.FillAsync("bastion");
        await Expect(Rows.First).ToContainTextAsync("bastion-");
        await Expect(_page).ToHaveURLAsync(new Regex(@"\?q=bastion"));

        await _page.Keyboard.PressAsync("ArrowDown");
        await Expect(_page.Locator("#machines")).ToBeFocusedAsync();
        await _page.Keyboard.PressAsync("Space");
        await Expect(_page.Locator("aside h2")).ToContainTextAsync("bastion-");
        await _page.Keyboard.PressAsync("/");
        await Expect(Search).ToBeFocusedAsync();
    }

    [Fact]
    public async Task StarViewAndGroup_AreThereAfterAReload()
    {
        await Search.FillAsync("role:bastion ");
        await Expect(_page.Locator(".chip")).ToContainTextAsync("role:bastion");
        var name = await Rows.First.Locator("td.name").InnerTextAsync();
        await _page.Keyboard.PressAsync("ArrowDown");
        await _page.Keyboard.PressAsync("Home");
        await _page.Keyboard.PressAsync("f"); // goes to the list, not into the field
        await Expect(Rows.First.Locator(".star")).ToHaveAttributeAsync("aria-pressed", "true");
        await _page.GetByLabel("Save as a view").ClickAsync();
        await _page.Locator("dialog").GetByLabel("Name").FillAsync("Bastions");
        await _page.Locator("dialog button[type=submit]").ClickAsync();
        await Expect(_page.Locator("a.view.is-on")).ToContainTextAsync("Bastions");

        await _page.Locator("a.view", new() { HasText = "All machines" }).ClickAsync();
        await Expect(_page.Locator("tr.grp").First).ToContainTextAsync("Favourites and recent1");
        await Expect(Rows.First.Locator("td.name")).ToHaveTextAsync(name);
        await _page.Locator(".layout-group").ClickAsync();
        await _page.Locator(".group-menu .opt", new() { HasTextRegex = new Regex("^env$") }).ClickAsync();
        await Expect(_page.Locator("tr.grp").Nth(1)).ToContainTextAsync("dev");
        await _page.ReloadAsync();

        await Expect(_page.Locator("tr.grp").Nth(1)).ToContainTextAsync("dev");
        await Expect(Rows.First.Locator("td.name")).ToHaveTextAsync(name);
        await _page.Locator("a.view", new() { HasText = "Bastions" }).ClickAsync();
        await Expect(_page.Locator(".chip")).ToContainTextAsync("role:bastion");
    }

    [Fact]
    public async Task Editing_AddChangeLabelAndRemove_AndTakingItBack()
    {
        await _page.GetByRole(AriaRole.Button, new() { Name = "Add machine" }).ClickAsync();
        await _page.Locator("dialog button[type=submit]").ClickAsync();
        await Expect(_page.Locator("dialog [aria-invalid=true]")).ToHaveCountAsync(3); // name, address, logins
        await Field("Name").FillAsync("story-01");
        await Field("Address").FillAsync("10.99.0.1");
        await Field("Logins, the usual one first").FillAsync("root");
        await _page.Locator("dialog button[type=submit]").ClickAsync(); // a dialog takes no Enter in its first moments
        await Expect(_page.Locator("dialog")).ToHaveCountAsync(0);

        await Search.FillAsync("story");
        await Expect(Rows).ToHaveCountAsync(1);
        await _page.Keyboard.PressAsync("ArrowDown");
        await _page.Keyboard.PressAsync("x");
        await Expect(_page.GetByRole(AriaRole.Toolbar, new() { Name = "Selected machines" })).ToContainTextAsync("1 machine selected");
        await _page.GetByRole(AriaRole.Button, new() { Name = "Label…" }).ClickAsync();
        await Field("Labels to set, one a line").FillAsync("env:story");
        await _page.Locator("dialog button[type=submit]").ClickAsync();
        await Expect(_page.Locator("dialog")).ToHaveCountAsync(0);
        await Expect(Rows.Locator("td.c-env")).ToHaveTextAsync("story");
        await _page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(Rows.Locator("td.c-env")).ToHaveTextAsync("");

        await Rows.First.Locator("td.name").ClickAsync();
        await _page.GetByRole(AriaRole.Button, new() { Name = "Edit story-01" }).ClickAsync();
        await Field("Owner").FillAsync("Team Story");
        await _page.Locator("dialog button[type=submit]").ClickAsync();
        await Expect(_page.Locator("dialog")).ToHaveCountAsync(0); // it gives the focus back
        await Expect(_page.Locator("aside")).ToContainTextAsync("Team Story");

        await _page.Locator("#machines").FocusAsync();
        await _page.Keyboard.PressAsync("x");
        await _page.GetByRole(AriaRole.Button, new() { Name = "Remove", Exact = true }).ClickAsync();
        await Expect(Rows).ToHaveCountAsync(0);
        await _page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(Rows).ToHaveCountAsync(1);

        ILocator Field(string title) => _page.Locator("dialog").GetByLabel(title, new() { Exact = true });
    }

    [Fact]
    public async Task Palette_FromAnywhere_ConnectsInOneEnter()
    {
        await Expect(Rows.First).ToBeVisibleAsync();
        var name = await Rows.Nth(3).Locator("td.name").InnerTextAsync();
        await _page.GotoAsync(new Uri(_portal.Address, "/sessions").ToString());
        await Expect(_page.GetByRole(AriaRole.Heading, new() { Name = "Sessions", Exact = true })).ToBeVisibleAsync();

        // The page listens for the key soon after it is drawn; with the palette open the key does nothing.
        for (var tries = 0; tries < 40 && await _page.GetByRole(AriaRole.Combobox).CountAsync() == 0; tries++)
        {
            await _page.Keyboard.PressAsync("Control+Shift+K");
            await _page.WaitForTimeoutAsync(250);
        }

        await Expect(_page.GetByRole(AriaRole.Combobox)).ToBeFocusedAsync();
        await _page.Keyboard.TypeAsync(name);
        await Expect(_page.Locator(".pal .opt").First).ToContainTextAsync(name);
        await _page.Keyboard.PressAsync("Enter");

        await Expect(_page).ToHaveURLAsync(new Regex($"/shell/{Regex.Escape(name)}"));
        await Expect(_page.Locator(".pal")).ToHaveCountAsync(0);
    }

    public async Task InitializeAsync()
    {
        _portal = await PortalHost.StartAsync(new ScriptedConnector(), FleetGenerator.Machines(10_000));
        _page = await browser.NewPageAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1440, Height = 900 } });
        await _page.GotoAsync(_portal.SignInLink("/"));
        await Expect(Rows.First).ToBeVisibleAsync();
    }

    public async Task DisposeAsync()
    {
        await _page.Context.CloseAsync();
        await _portal.DisposeAsync();
    }
}

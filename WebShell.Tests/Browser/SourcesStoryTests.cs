using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using WebShell.Tests.Browser.Support;
using static Microsoft.Playwright.Assertions;

namespace WebShell.Tests.Browser;

/// <summary>Somebody has a table of machines: it is uploaded, looked at, taken over, and taken in once more.</summary>
[Collection(ChromiumBrowser.Collection)]
public sealed class SourcesStoryTests(ChromiumBrowser browser) : IAsyncLifetime
{
    private const string Offices = "name,address,logins,label:env\noffice-01,192.0.2.11,deploy,prod\noffice-02,192.0.2.12,deploy,dev\n";

    private readonly DemoPortal _portal = new();
    private IPage _page = null!;

    [Fact]
    public async Task Table_IsUploaded_LookedAt_AndItsMachinesAppear()
    {
        await _page.GotoAsync(_portal.LinkTo("/admin/sources"));
        await Button("Add the first source").ClickAsync();
        var dialog = _page.GetByRole(AriaRole.Dialog, new() { Name = "Add a source" });
        await dialog.GetByLabel("Name", new() { Exact = true }).FillAsync("offices");
        await dialog.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("Add source") }).ClickAsync();
        await Expect(_page).ToHaveURLAsync(new Regex("/admin/sources/[0-9a-f]+$"));

        await UploadAsync(Offices);
        await Expect(_page.GetByText("2 added.", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(_page.GetByRole(AriaRole.Table, new() { Name = "Added" })).ToContainTextAsync("office-01");
        await Button("Apply").ClickAsync();
        await _page.GetByRole(AriaRole.Link, new() { Name = "See the machines" }).ClickAsync();

        await Expect(Button("Connect to office-01")).ToHaveCountAsync(1);
        await Expect(Button("Connect to office-02")).ToHaveCountAsync(1);
        await Expect(Button("Connect to web-01")).ToHaveCountAsync(0);

        await _page.GotoAsync(new Uri(new Uri(_page.Url), "/admin/sources").ToString());
        await _page.GetByRole(AriaRole.Link, new() { Name = "offices" }).ClickAsync();
        await UploadAsync(Offices);
        await Expect(_page.GetByText("Nothing would change", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(Button("Apply")).ToBeDisabledAsync();
        await Button("Close").ClickAsync();

        await UploadAsync(Offices.Replace("192.0.2.12", "127.1", StringComparison.Ordinal) + "office 03,192.0.2.13,deploy,dev\n");
        await _page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Not taken") }).ClickAsync();
        var rejected = _page.GetByRole(AriaRole.Table, new() { Name = "Not taken" });
        await Expect(rejected).ToContainTextAsync("row 3");
        await Expect(rejected).ToContainTextAsync("row 4");
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

    private ILocator Button(string name) => _page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private async Task UploadAsync(string list)
    {
        var place = _page.GetByLabel("List of machines");
        await Expect(place).ToBeEnabledAsync();
        await place.SetInputFilesAsync(new FilePayload { Name = "offices.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(list) });
    }
}

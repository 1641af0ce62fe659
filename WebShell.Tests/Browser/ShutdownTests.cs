using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using WebShell.Tests.Browser.Support;
using WebShell.Tests.Demo;
using static Microsoft.Playwright.Assertions;

namespace WebShell.Tests.Browser;

/// <summary>A portal of its own process is told to stop while somebody works in a shell.</summary>
[Collection(ChromiumBrowser.Collection)]
public sealed class ShutdownTests(ChromiumBrowser browser) : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("webshell-stop-").FullName;

    [Fact]
    public async Task Terminated_WarnsEveryPage_ThenEndsShellsAndItself()
    {
        await using var portal = PortalProcess.Start(_data, "--WebShell:DrainTime", "00:00:08");
        var link = await portal.ReadyAsync();
        var page = await OpenShellAsync(link);
        var other = await page.Context.NewPageAsync();
        await other.GotoAsync(new Uri(link, "/").ToString());
        await Expect(other.GetByLabel("Search")).ToBeVisibleAsync();
        using var client = new HttpClient();

        portal.Signal("TERM");
        var watch = Stopwatch.StartNew();

        var warning = new Regex(@"The portal restarts in \d s\. Your shells will end\.");
        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasTextRegex = warning })).ToBeVisibleAsync();
        await Expect(other.GetByRole(AriaRole.Alert).Filter(new() { HasTextRegex = warning })).ToBeVisibleAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync(new Uri(link, "/health/ready"))).StatusCode);
        await other.GetByRole(AriaRole.Button, new() { Name = "Connect to web-02", Exact = true }).ClickAsync(new() { Force = true });
        await Expect(other.GetByText("The portal is shutting down and opens no new shells.").First).ToBeVisibleAsync();
        await Expect(page.GetByText("server-shutdown").First).ToBeVisibleAsync(new() { Timeout = 20_000 });
        Assert.Equal(0, await portal.ExitCodeAsync());
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(7.5), TimeSpan.FromSeconds(18));
        Assert.Empty(await PortalProcess.LeftOverAsync(_data));
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("TERM", "TERM")]
    [InlineData("INT", null)]
    public async Task Hurried_DoesNotWaitForThePages(string first, string? second)
    {
        await using var portal = PortalProcess.Start(_data, "--WebShell:DrainTime", "00:00:30");
        var page = await OpenShellAsync(await portal.ReadyAsync());

        portal.Signal(first);
        if (second is not null)
        {
            await Expect(page.GetByText("The portal restarts in")).ToBeVisibleAsync();
            portal.Signal(second);
        }

        var watch = Stopwatch.StartNew();
        await Expect(page.GetByText("server-shutdown").First).ToBeVisibleAsync();
        Assert.Equal(0, await portal.ExitCodeAsync());
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        await page.Context.CloseAsync();
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private async Task<IPage> OpenShellAsync(Uri link)
    {
        var page = await browser.NewPageAsync();
        await page.GotoAsync($"{link}&return={Uri.EscapeDataString("/shell/web-01")}");
        await new TerminalPage(page).StateAsync("connected");
        return page;
    }
}

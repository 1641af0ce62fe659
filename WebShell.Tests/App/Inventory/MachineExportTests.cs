using System.Net;
using Microsoft.Extensions.DependencyInjection;
using WebShell.Core.Access;
using WebShell.Core.Inventory;
using WebShell.Tests.Inventory;
using WebShell.Tests.Security;
using WebShell.Tests.Support;

namespace WebShell.Tests.App.Inventory;

/// <summary>The files that one can download, asked of the real portal.</summary>
public sealed class MachineExportTests
{
    private static readonly Vm[] Fleet =
    [
        Machines.Named("web-01") with { Labels = new Dictionary<string, string> { ["env"] = "prod" } },
        Machines.Named("web-02") with { Labels = new Dictionary<string, string> { ["env"] = "dev" }, Owner = "=cmd|' /C calc'!A0" },
    ];

    [Theory]
    [InlineData("/machines.csv", "text/csv", "machines.csv")]
    [InlineData("/machines.yaml", "application/yaml", "machines.yaml")]
    public async Task File_HasTheMachines_AndIsDownloaded(string path, string type, string name)
    {
        await using var portal = await StartAsync();

        using var response = await portal.GetAsync(path, await portal.SignInAsync());

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal((type, name), (response.Content.Headers.ContentType!.MediaType, response.Content.Headers.ContentDisposition!.FileName));
        var text = await response.Content.ReadAsStringAsync();
        Assert.Contains("web-01", text, StringComparison.Ordinal);
        Assert.Contains("web-02", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Query_LeavesWhatThePageWouldShow()
    {
        await using var portal = await StartAsync();

        using var response = await portal.GetAsync("/machines.csv?q=web&tag=env:prod", await portal.SignInAsync());

        var text = await response.Content.ReadAsStringAsync();
        Assert.Contains("web-01", text, StringComparison.Ordinal);
        Assert.DoesNotContain("web-02", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Table_RunsInNoSpreadsheet()
    {
        await using var portal = await StartAsync();

        using var response = await portal.GetAsync("/machines.csv", await portal.SignInAsync());

        Assert.Contains(",'=cmd", (await response.Content.ReadAsStringAsync()).Replace("\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PinnedKeys_AreAFileToo()
    {
        await using var portal = await StartAsync();

        using var response = await portal.GetAsync("/admin/host-keys/known_hosts", await portal.SignInAsync());

        Assert.Equal((HttpStatusCode.OK, "known_hosts"), (response.StatusCode, response.Content.Headers.ContentDisposition?.FileName));
    }

    [Fact]
    public async Task WhoMaySeeNoMachine_GetsAFileOfNone()
    {
        await using var portal = await StartAsync(new PortalUser("gast", "Gast"));

        using var response = await portal.GetAsync("/machines.csv", await portal.SignInAsync());

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain("web-", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    // With a user: the one whom the page's services ask about, whoever signed in.
    private static async Task<EdgePortal> StartAsync(PortalUser? user = null)
    {
        var portal = await EdgePortal.StartAsync(builder =>
        {
            builder.Services.AddSingleton<IInventorySource>(new ListSource("list", Fleet));
            if (user is not null)
            {
                builder.Services.AddScoped<ICurrentUser>(_ => new PortalPage.SettableUser { User = user });
            }
        });
        await Within.Seconds(portal.Services.GetRequiredService<VmInventory>().RefreshAsync(default));
        return portal;
    }
}

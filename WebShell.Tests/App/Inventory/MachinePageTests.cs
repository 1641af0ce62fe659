using System.Text.RegularExpressions;
using Bunit;
using Microsoft.AspNetCore.Components.Web;
using WebShell.App.Inventory;
using WebShell.Core.Access;
using WebShell.Tests.Inventory;

namespace WebShell.Tests.App.Inventory;

public sealed partial class MachinePageTests
{
    [Fact]
    public async Task Page_KnownMachine_ConnectsByItsButton()
    {
        await using var portal = await new PortalPage(Machines.Named("web-01", ("env", "prod"))).LoadedAsync();
        var page = portal.Render<MachinePage>(parameters => parameters.Add(p => p.Name, "web-01"));

        await page.Button("Connect to web-01").ClickAsync(new MouseEventArgs());

        Assert.Equal("shell/web-01?login=root", portal.Address);
    }

    [Fact]
    public async Task Page_UnknownAndForbiddenMachine_LookExactlyTheSame()
    {
        await using var portal = await new PortalPage(Machines.Named("secret")).LoadedAsync();
        var unknown = Visible(portal.Render<MachinePage>(parameters => parameters.Add(p => p.Name, "nosuch")));
        portal.User.User = new PortalUser("guest", "Guest");

        var forbidden = Visible(portal.Render<MachinePage>(parameters => parameters.Add(p => p.Name, "secret")));

        Assert.Contains("There is no machine named", unknown);
        Assert.Equal(unknown.Replace("nosuch", "secret", StringComparison.Ordinal), forbidden);
    }

    // Without the numbers of event handlers, which differ between any two pages.
    private static string Visible(IRenderedComponent<MachinePage> page) => HandlerNumber().Replace(page.Markup, "");

    [GeneratedRegex("blazor:[a-z:]+=\"[^\"]*\"")]
    private static partial Regex HandlerNumber();
}

using Bunit;
using Microsoft.AspNetCore.Components.Web;
using WebShell.App.Workspace;
using WebShell.Core.Access;
using WebShell.Core.Inventory;
using WebShell.Tests.Inventory;

namespace WebShell.Tests.App.Workspace;

public sealed class ShellPageTests
{
    private static Vm Vault => Machines.Named("vault") with { Jumps = ["gate", "gate-2"] };

    [Fact]
    public async Task Link_ToAMachine_OpensOneShellAtOnceHoweverOftenItIsShown()
    {
        await using var portal = await new PortalPage(Machines.Named("web-01") with { Logins = ["deploy", "root"] }).LoadedAsync();
        portal.Navigation.NavigateTo("shell/web-01?login=root");

        var page = portal.Render<ShellPage>(parameters => parameters.Add(p => p.Name, "web-01"));
        page.Render(parameters => parameters.Add(p => p.Name, "WEB-01"));

        var tab = Assert.Single(portal.Workspace.Tabs);
        Assert.Equal("shell/web-01?login=root", tab.Address.Url);
        Assert.True(portal.Workspace.IsFullPage);
        Assert.Equal("root", (await portal.Bench.Connector.NextAsync()).Request.Login);
        Assert.Single(portal.Bench.Registry.All);
    }

    [Fact]
    public async Task Link_ThroughAJumpThatIsListed_OpensThatWay_AndTheUsualOneHasTheUsualAddress()
    {
        await using var portal = await new PortalPage(Vault, Machines.Named("gate"), Machines.Named("gate-2")).LoadedAsync();
        portal.Navigation.NavigateTo("shell/vault?jump=GATE-2");
        var page = portal.Render<ShellPage>(parameters => parameters.Add(p => p.Name, "vault"));
        portal.Navigation.NavigateTo("shell/vault?jump=gate");
        page.Render(parameters => parameters.Add(p => p.Name, "vault"));

        Assert.Equal(["shell/vault?login=root&jump=gate-2", "shell/vault?login=root"], portal.Workspace.Tabs.Select(tab => tab.Address.Url));
        // Both are opened at the same time.
        var ways = new[] { await portal.Bench.Connector.NextAsync(), await portal.Bench.Connector.NextAsync() }.Select(attempt => Assert.Single(attempt.Request.Way).VmName);
        Assert.Equal(["gate", "gate-2"], ways.Order());
    }

    [Fact]
    public async Task Link_ThroughAMachineThatIsNoJumpOfIt_GivesThePageOfAnUnknownMachine()
    {
        await using var portal = await new PortalPage(Vault, Machines.Named("gate"), Machines.Named("web-01")).LoadedAsync();
        var unknown = portal.Render<ShellPage>(parameters => parameters.Add(p => p.Name, "nosuch")).Find(".empty").TextContent;
        portal.Navigation.NavigateTo("shell/vault?jump=web-01");

        var unlisted = portal.Render<ShellPage>(parameters => parameters.Add(p => p.Name, "vault")).Find(".empty").TextContent;

        Assert.Equal(unknown.Replace("nosuch", "vault", StringComparison.Ordinal), unlisted);
        Assert.Empty(portal.Workspace.Tabs);
    }

    [Fact]
    public async Task Link_ToAnUnknownOrForbiddenMachine_GivesTheSamePageAndOpensNothing()
    {
        await using var portal = await new PortalPage(Machines.Named("secret")).LoadedAsync();
        var unknown = portal.Render<ShellPage>(parameters => parameters.Add(p => p.Name, "nosuch")).Find(".empty").TextContent;
        portal.User.User = new PortalUser("guest", "Guest");

        var forbidden = portal.Render<ShellPage>(parameters => parameters.Add(p => p.Name, "secret")).Find(".empty").TextContent;

        Assert.Equal(unknown.Replace("nosuch", "secret", StringComparison.Ordinal), forbidden);
        Assert.Empty(portal.Workspace.Tabs);
        Assert.False(portal.Workspace.IsFullPage);
    }

    [Fact]
    public async Task Link_BeforeTheInventoryIsRead_OpensWhenItIs()
    {
        await using var portal = new PortalPage(Machines.Named("web-01"));
        var page = portal.Render<ShellPage>(parameters => parameters.Add(p => p.Name, "web-01"));
        Assert.Empty(portal.Workspace.Tabs);

        await portal.LoadedAsync();

        page.WaitForAssertion(() => Assert.Single(portal.Workspace.Tabs));
    }

    [Fact]
    public async Task Back_ToAShellThatWasClosed_OpensNoneUntilAsked()
    {
        await using var portal = await new PortalPage(Machines.Named("web-01")).LoadedAsync();
        var page = portal.Render<ShellPage>(parameters => parameters.Add(p => p.Name, "web-01"));
        await portal.CancellableAttemptAsync();
        await page.InvokeAsync(() => portal.Workspace.CloseAsync(portal.Workspace.Tabs[0]));

        page.Render(parameters => parameters.Add(p => p.Name, "web-01"));

        Assert.Empty(portal.Workspace.Tabs);
        Assert.Contains("You closed this shell", page.Markup);
        await page.Button("Connect to web-01").ClickAsync(new MouseEventArgs());
        Assert.Single(portal.Workspace.Tabs);
    }

    [Fact]
    public async Task LeavingThePage_DocksTheWorkspaceAndClosesNothing()
    {
        await using var portal = await new PortalPage(Machines.Named("web-01")).LoadedAsync();
        var page = portal.Render<ShellPage>(parameters => parameters.Add(p => p.Name, "web-01"));

        page.Instance.Dispose();

        Assert.False(portal.Workspace.IsFullPage);
        Assert.Single(portal.Workspace.Tabs);
    }
}

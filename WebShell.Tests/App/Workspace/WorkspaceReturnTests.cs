using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using WebShell.App.Workspace;
using WebShell.Core.Inventory;
using WebShell.Core.Sessions;
using WebShell.Core.Shells;
using WebShell.Tests.Inventory;
using WebShell.Tests.Support;

namespace WebShell.Tests.App.Workspace;

/// <summary>A page's next circuit, before and after the portal knows that the last one is gone.</summary>
public sealed class WorkspaceReturnTests : IAsyncLifetime
{
    private static readonly Vm[] Fleet = [Machines.Named("db-01", ("env", "staging")), Machines.Named("web-01", ("env", "prod"))];

    private readonly List<PortalPage> _pages = [];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reload_BringsTheTabsBackInTheirOrder(bool oldCircuitIsGone)
    {
        var before = await PageAsync("window");
        await before.Workspace.OpenAsync("web-01", null);
        await ConnectAsync(before.Workspace.Tabs[0]);
        before.Bench.Time.Advance(ShellWorkspace.DoubleClick);
        await before.Workspace.OpenAsync("web-01", null);
        await before.Workspace.OpenAsync("db-01", null);
        before.Workspace.Retitle(before.Workspace.Tabs[1], "deploying");
        before.Workspace.Activate(before.Workspace.Tabs[1]);
        await before.Workspace.CloseAsync(before.Workspace.Tabs[0]);
        var ids = before.Workspace.Tabs.Select(tab => tab.Session!.Id).ToList();
        if (oldCircuitIsGone)
        {
            await before.Services.GetRequiredService<ShellService>().DisposeAsync();
        }

        var after = await PageAsync("window");
        var page = after.Render<ShellPage>(parameters => parameters.Add(p => p.Name, "db-01"));

        Assert.Equal(ids, after.Workspace.Tabs.Select(tab => tab.Session!.Id));
        Assert.All(after.Workspace.Tabs, tab => Assert.True(tab.Lease!.IsHeld));
        Assert.Equal(["shell/web-01?login=root&n=2", "shell/db-01?login=root"], after.Workspace.Tabs.Select(tab => tab.Address.Url));
        Assert.Equal("deploying", after.Workspace.Tabs[0].Title);
        Assert.Equal("db-01", after.Workspace.Active?.Address.VmName);
        Assert.True(await after.Workspace.WasClosedAsync("web-01", null, 1));
        Assert.DoesNotContain("shells", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reload_OfAnotherPage_ShowsTheTabThatWasInFrontAndStaysMinimised()
    {
        var before = await PageAsync("window");
        await before.Workspace.OpenAsync("web-01", null);
        await before.Workspace.OpenAsync("db-01", null);
        before.Workspace.Activate(before.Workspace.Tabs[0]);
        before.Workspace.Minimise(true);

        var after = await PageAsync("window");
        await after.Workspace.ReturnAsync();

        Assert.Equal("web-01", after.Workspace.Active?.Address.VmName);
        Assert.True(after.Workspace.IsMinimised);
    }

    [Fact]
    public async Task Reload_TakesNothingFromAnotherWindow()
    {
        var (one, two) = (await PageAsync("one"), await PageAsync("two"));
        await one.Workspace.OpenAsync("web-01", null);
        await two.Workspace.OpenAsync("web-01", null);

        var after = await PageAsync("two");
        await after.Workspace.ReturnAsync();

        Assert.Equal(two.Workspace.Tabs[0].Session, Assert.Single(after.Workspace.Tabs).Session);
        Assert.Equal(TabState.Connecting, one.Workspace.Tabs[0].State);
        Assert.Equal(TabState.Elsewhere, two.Workspace.Tabs[0].State);
    }

    [Fact]
    public async Task NewWindow_GetsTheShellsOfWorkspacesWithoutAPage()
    {
        var (one, two) = (await PageAsync("one"), await PageAsync("two"));
        await one.Workspace.OpenAsync("web-01", null);
        await two.Workspace.OpenAsync("web-01", null);
        await two.Workspace.OpenAsync("db-01", null);

        var fresh = await PageAsync("fresh", "two", "one");
        await fresh.Workspace.ReturnAsync();
        var later = await PageAsync("later", "one", "two");
        await later.Workspace.ReturnAsync();

        Assert.Equal(
            ["shell/web-01?login=root", "shell/db-01?login=root", "shell/web-01?login=root&n=2"],
            fresh.Workspace.Tabs.Select(tab => tab.Address.Url));
        Assert.Empty(later.Workspace.Tabs);
        Assert.All(fresh.Workspace.Tabs, tab => Assert.True(tab.Lease!.IsHeld));
    }

    [Fact]
    public async Task Link_InANewWindow_ShowsTheShellItGotBackInsteadOfOpeningASecond()
    {
        var closed = await PageAsync("closed");
        await closed.Workspace.OpenAsync("web-01", null);

        var fresh = await PageAsync("fresh", "closed");
        fresh.Render<ShellPage>(parameters => parameters.Add(p => p.Name, "web-01"));

        Assert.Equal(closed.Workspace.Tabs[0].Session, Assert.Single(fresh.Workspace.Tabs).Session);
        Assert.Single(fresh.Services.GetRequiredService<SessionRegistry>().All);
    }

    [Fact]
    public async Task AnotherUser_OnTheSameBrowser_GetsNothing()
    {
        var anns = await PageAsync("window");
        await anns.Workspace.OpenAsync("web-01", null);

        var bobs = await PageAsync("window");
        bobs.User.User = new Core.Access.PortalUser("bob", "Bob") { Role = Core.Access.PortalRole.Administrator };
        await bobs.Workspace.ReturnAsync();

        Assert.Empty(bobs.Workspace.Tabs);
        Assert.True(anns.Workspace.Tabs[0].Lease!.IsHeld);
    }

    [Fact]
    public async Task TakenElsewhere_ThePaneSaysSoAndTakesItBack()
    {
        var one = await PageAsync("one");
        var area = one.Render<WorkspaceArea>();
        await area.InvokeAsync(() => one.Workspace.OpenAsync("web-01", null));
        var tab = one.Workspace.Tabs[0];
        await ConnectAsync(tab);
        var two = await PageAsync("two");

        var taken = await two.Workspace.AttachAsync(tab.Session!.Id);

        Assert.Equal(TabState.Connected, taken?.State);
        area.WaitForAssertion(() => Assert.Contains("Continued elsewhere", area.Find(".pane > .over").TextContent));
        await area.Button("Take it back ↵").ClickAsync(new MouseEventArgs());
        Assert.Equal((TabState.Connected, TabState.Elsewhere), (tab.State, taken!.State));
        area.WaitForAssertion(() => Assert.Empty(area.FindAll(".pane > .over")));
        Assert.Single(one.Services.GetRequiredService<SessionRegistry>().All);
    }

    [Fact]
    public async Task TakenElsewhere_WatchedAndTakenBack()
    {
        var one = await PageAsync("one");
        var area = one.Render<WorkspaceArea>();
        await area.InvokeAsync(() => one.Workspace.OpenAsync("web-01", null));
        var tab = one.Workspace.Tabs[0];
        await ConnectAsync(tab);
        var two = await PageAsync("two");
        await two.Workspace.AttachAsync(tab.Session!.Id);

        area.WaitForAssertion(() => area.Button("Watch"));
        await area.Button("Watch").ClickAsync(new MouseEventArgs());

        Assert.Equal(TabState.Watching, tab.State);
        Assert.True(two.Workspace.Tabs[0].Lease!.IsHeld);
        area.WaitForAssertion(() => Assert.Contains("watching", area.Find(".ph .m").TextContent));
        area.WaitForAssertion(() => area.Button("Take over"));
        var refusal = await Assert.ThrowsAsync<ShellException>(async () => await tab.Viewer!.WriteAsync("x"u8.ToArray(), default));
        Assert.Equal(ShellFailureReason.LeaseNotHeld, refusal.Failure.Reason);
        await area.Button("Take over").ClickAsync(new MouseEventArgs());
        Assert.Equal((TabState.Connected, TabState.Elsewhere), (tab.State, two.Workspace.Tabs[0].State));
    }

    [Fact]
    public async Task Reload_OfAWindowWhoseShellIsUsedElsewhere_DoesNotTakeItBackByItself()
    {
        var one = await PageAsync("one");
        await one.Workspace.OpenAsync("web-01", null);
        var two = await PageAsync("two");
        await two.Workspace.AttachAsync(one.Workspace.Tabs[0].Session!.Id);

        var after = await PageAsync("one");
        after.Render<ShellPage>(parameters => parameters.Add(p => p.Name, "web-01"));

        Assert.Equal(TabState.Elsewhere, Assert.Single(after.Workspace.Tabs).State);
        Assert.True(two.Workspace.Tabs[0].Lease!.IsHeld);
    }

    [Fact]
    public async Task Reload_AfterTheShellEnded_ShowsWhyAndReconnects()
    {
        var before = await PageAsync("window");
        await before.Workspace.OpenAsync("web-01", null);
        var shell = await ConnectAsync(before.Workspace.Tabs[0]);
        await before.Services.GetRequiredService<ShellService>().DisposeAsync();
        _pages[0].Bench.Time.Advance(TimeSpan.FromMinutes(11));
        await Within.Seconds(shell.Disposed);
        await Within.Seconds(before.Workspace.Tabs[0].Session!.Ended);

        var after = await PageAsync("window");
        var area = after.Render<WorkspaceArea>();
        after.Render<ShellPage>(parameters => parameters.Add(p => p.Name, "web-01"));

        var tab = Assert.Single(after.Workspace.Tabs);
        Assert.Equal(TabState.Ended, tab.State);
        area.WaitForAssertion(() => Assert.Contains("within its grace time", area.Find(".pane > .over").TextContent));
        await area.Button("Reconnect ↵").ClickAsync(new MouseEventArgs());
        Assert.Equal(TabState.Connecting, tab.State);
    }

    [Fact]
    public async Task Attach_ToAnotherUsersPastOrNonsenseId_IsTheSame()
    {
        var anns = await PageAsync("anns");
        await anns.Workspace.OpenAsync("web-01", null);
        var id = anns.Workspace.Tabs[0].Session!.Id;
        await ConnectAsync(anns.Workspace.Tabs[0]);
        var bobs = await PageAsync("bobs");
        bobs.User.User = new Core.Access.PortalUser("bob", "Bob") { Role = Core.Access.PortalRole.Administrator };

        Assert.Null(await bobs.Workspace.AttachAsync(id));
        await anns.Workspace.CloseAsync(anns.Workspace.Tabs[0]);
        Assert.Null(await anns.Workspace.AttachAsync(id));
        Assert.Null(await anns.Workspace.AttachAsync("../nonsense"));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var page in _pages)
        {
            await page.DisposeAsync();
        }
    }

    private async Task<StrictShell> ConnectAsync(WorkspaceTab tab)
    {
        var shell = (await _pages[0].Bench.Connector.NextAsync()).Open();
        await WebShell.Tests.Sessions.SessionBench.UntilAsync(tab.Session!, () => tab.State == TabState.Connected);
        return shell;
    }

    // One portal: the pages share sessions, shelf and time.
    private async Task<PortalPage> PageAsync(string workspace, params string[] gone)
    {
        var page = new PortalPage(Fleet);
        page.Services.AddScoped(_ => new WorkspaceClaim(workspace, gone));
        if (_pages.Count > 0)
        {
            page.Services.AddSingleton(_pages[0].Bench.Registry);
            page.Services.AddSingleton<TimeProvider>(_pages[0].Bench.Time);
            page.Services.AddSingleton(_pages[0].Services.GetRequiredService<WorkspaceShelf>());
        }

        _pages.Add(page);
        return await page.LoadedAsync();
    }
}

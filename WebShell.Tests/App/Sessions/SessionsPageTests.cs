using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using WebShell.App.Sessions;
using WebShell.Core.Sessions;
using WebShell.Core.Shells;
using WebShell.Tests.Support;

namespace WebShell.Tests.App.Sessions;

public sealed class SessionsPageTests
{
    [Fact]
    public async Task NoSessions_SaysWhereTheyWillBe()
    {
        await using var portal = Portal();

        var page = portal.Render<SessionsPage>();

        Assert.Contains("No sessions here", page.Markup, StringComparison.Ordinal);
        Assert.Contains("0 sessions", page.Find("[role=status]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_OfOnesOwn_HaveAttachAndOfOthersOnlyEnd()
    {
        await using var portal = Portal();
        await portal.Bench.ConnectAsync("ann");
        await portal.Bench.ConnectAsync("bob");

        var page = portal.Render<SessionsPage>();

        var rows = Rows(page);
        Assert.Equal(2, rows.Count);
        Assert.Equal(["Rename web-01", "End web-01", "Attach"], Names(rows[0]));
        Assert.Equal(["End web-01"], Names(rows[1]));
    }

    [Fact]
    public async Task Attach_GoesToTheSession()
    {
        await using var portal = Portal();
        var (lease, _) = await portal.Bench.ConnectAsync("ann");
        var page = portal.Render<SessionsPage>();

        page.Button("Attach").Click();

        Assert.Equal($"sessions/{lease.Session.Id}", portal.Address);
    }

    [Fact]
    public async Task Row_SaysWhereItIsAndWhenItEndsByItself()
    {
        await using var portal = Portal();
        var (lease, _) = await portal.Bench.ConnectAsync("ann");
        var page = portal.Render<SessionsPage>();
        Assert.Contains("another window", Rows(page)[0].TextContent, StringComparison.Ordinal);

        lease.Release();
        portal.Bench.Time.Advance(TimeSpan.FromMinutes(4));

        page.WaitForAssertion(() => Assert.Contains("detached, ends in 6 min", Rows(page)[0].TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task End_AsksFirst_AndTheRowMovesToTheEndedOnes()
    {
        await using var portal = Portal();
        var (lease, _) = await portal.Bench.ConnectAsync("ann");
        var page = portal.Render<SessionsPage>();

        page.Button("End web-01").Click();
        page.Button("Keep it").Click();
        Assert.Equal(SessionState.Connected, lease.Session.State);

        page.Button("End web-01").Click();
        page.Button("End the shell").Click(new MouseEventArgs { Detail = 1 });

        await Within.Seconds(lease.Session.Ended);
        portal.Bench.Time.Advance(TimeSpan.FromSeconds(1));
        page.WaitForAssertion(() => Assert.Contains("You closed this shell.", page.Find("table[aria-label='Ended sessions']").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("table[aria-label='Live sessions']"));
    }

    [Fact]
    public async Task Rename_RefusesWhatCannotBeSeen_AndShowsTheNewName()
    {
        await using var portal = Portal();
        await portal.Bench.ConnectAsync("ann");
        var page = portal.Render<SessionsPage>();

        page.Button("Rename web-01").Click();
        page.Find("dialog input").Input("a\u202Eb");
        page.Button("Save ↵").Click(new MouseEventArgs { Detail = 1 });
        Assert.Contains("visible characters", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);

        page.Find("dialog input").Input("deploy 42");
        page.Button("Save ↵").Click(new MouseEventArgs { Detail = 1 });

        page.WaitForAssertion(() => Assert.Equal(("deploy 42", "web-01"), (Rows(page)[0].QuerySelector(".name")!.FirstChild!.TextContent, Rows(page)[0].QuerySelector(".name .of")!.TextContent)));
        Assert.Empty(page.FindAll("dialog"));
    }

    [Fact]
    public async Task Search_LooksAtEveryColumn_AndOffersTheWayBack()
    {
        await using var portal = Portal();
        var (ended, shell) = await portal.Bench.ConnectAsync("ann");
        shell.End(new ShellEnd(ShellEndReason.KeepaliveTimeout));
        await Within.Seconds(ended.Session.Ended);
        await portal.Bench.ConnectAsync("bob");
        var page = portal.Render<SessionsPage>();

        page.Find("input[aria-label=Search]").Input("keepalive web");
        page.WaitForAssertion(() => Assert.Equal(ended.Session.Id, Assert.Single(Rows(page)).Id!["session-".Length..]));

        page.Find("input[aria-label=Search]").Input("nothing of that");
        page.Button("Show all").Click();
        page.WaitForAssertion(() => Assert.Equal(2, Rows(page).Count));
    }

    private static PortalPage Portal()
    {
        var portal = new PortalPage();
        return portal;
    }

    private static IReadOnlyList<IElement> Rows(IRenderedComponent<SessionsPage> page) => [.. page.FindAll("tbody tr")];

    private static IEnumerable<string> Names(IElement row) => row.QuerySelectorAll("button").Select(Finding.NameOf);
}

using AngleSharp.Dom;
using Bunit;
using WebShell.App.Inventory;
using WebShell.Core.Inventory;
using WebShell.Core.Reachability;
using WebShell.Tests.Inventory;

namespace WebShell.Tests.App.Inventory;

/// <summary>Whether machines answer, on the page of machines.</summary>
public sealed class MachineStatusTests
{
    private static readonly Vm[] Fleet = [Machines.Named("db-01"), Machines.Named("vault-01") with { Jumps = ["web-01"] }, Machines.Named("web-01"), Machines.Named("web-02")];

    [Fact]
    public async Task Page_SomebodyLooks_HasAColumnOfDotsAndWords()
    {
        await using var portal = await WatchedAsync();

        var page = portal.Render<MachinesPage>();

        Assert.Equal(["8 ms", "not checked", "refused", "not checked"], Cells(page));
        Assert.Equal(["dot ok", "dot", "dot bad", "dot"], page.FindAll("td.c-status .dot").Select(dot => dot.ClassName!.Trim()));
        Assert.StartsWith("No answer since ", page.FindAll("td.c-status")[2].GetAttribute("title"), StringComparison.Ordinal);
        Assert.Equal("Not checked: reached through web-01", page.FindAll("td.c-status")[1].GetAttribute("title"));
    }

    [Fact]
    public async Task Page_NobodyLooks_HasNoColumn_AndSaysSoWhenAsked()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        portal.Navigation.NavigateTo("?tag=is:online&cols=name,status");

        var page = portal.Render<MachinesPage>();

        Assert.Empty(page.FindAll(".c-status"));
        Assert.Equal(4, Names(page).Count);
        Assert.Contains("Nobody looks whether machines answer, so is:online was left out.", page.Find(".callout").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(page.FindAll(".column-menu .opt"), option => option.TextContent.Contains("Status", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("is:online", "db-01")]
    [InlineData("is:offline", "web-01")]
    [InlineData("-is:offline", "db-01 vault-01 web-02")]
    [InlineData("-is:online", "vault-01 web-01 web-02")]
    public async Task Query_OnlineAndOffline_ClaimNothingOfWhatNobodyLooksAt(string tag, string names)
    {
        await using var portal = await WatchedAsync();
        portal.Navigation.NavigateTo($"?tag={tag}");

        Assert.Equal(names, string.Join(' ', Names(portal.Render<MachinesPage>())));
    }

    [Fact]
    public async Task Sort_ByStatus_FastestFirst_OrTheSilentFirst_AndTheUnknownLast()
    {
        await using var portal = await WatchedAsync();
        portal.Navigation.NavigateTo("?q=0&sort=-status");

        Assert.Equal(["web-01", "db-01", "vault-01", "web-02"], Names(portal.Render<MachinesPage>()));
    }

    [Fact]
    public async Task Page_RowsInSight_AreAskedFor()
    {
        await using var portal = await WatchedAsync();
        portal.Navigation.NavigateTo("?q=web");
        var page = portal.Render<MachinesPage>();

        portal.Bench.Time.Advance(TimeSpan.FromSeconds(1));

        var wanted = new List<string>();
        page.WaitForAssertion(() =>
        {
            while (portal.Reach.TryTakeWanted(out var slug))
            {
                wanted.Add(slug);
            }

            Assert.Equal(["web-01", "web-02"], wanted);
        });
    }

    [Fact]
    public async Task Page_AGroup_TellsHowManyDoNotAnswer()
    {
        await using var portal = await WatchedAsync();
        portal.Navigation.NavigateTo("?q=0&group=os");

        Assert.Equal("no os 4 1 without an answer", string.Join(' ', portal.Render<MachinesPage>().Find("tr.grp button").ChildNodes.Select(part => part.TextContent.Trim()).Where(text => text.Length > 0)));
    }

    [Fact]
    public async Task Page_AnAnswerIsFound_IsDrawnWithinASecond()
    {
        await using var portal = await WatchedAsync();
        var page = portal.Render<MachinesPage>();

        Note(portal, "web-02", ReachState.TimedOut);
        portal.Bench.Time.Advance(TimeSpan.FromSeconds(1));

        page.WaitForAssertion(() => Assert.Equal("timeout", Cells(page)[3]));
    }

    [Fact]
    public async Task Page_NothingThatIsSeenChanged_IsNotDrawnAgain()
    {
        await using var portal = await WatchedAsync();
        var page = portal.Render<MachinesPage>();
        portal.Bench.Time.Advance(TimeSpan.FromSeconds(1));
        var drawn = page.RenderCount;

        Note(portal, "db-01", ReachState.Reachable);
        portal.Bench.Time.Advance(TimeSpan.FromSeconds(1));
        await page.InvokeAsync(() => { }); // what the clock set going has been done

        Assert.Equal(drawn, page.RenderCount);
    }

    [Fact]
    public async Task Page_AskedForOnline_FollowsWhatIsFound()
    {
        await using var portal = await WatchedAsync();
        portal.Navigation.NavigateTo("?tag=is:online");
        var page = portal.Render<MachinesPage>();

        Note(portal, "web-02", ReachState.Reachable);
        portal.Bench.Time.Advance(TimeSpan.FromSeconds(5));

        page.WaitForAssertion(() => Assert.Equal(["db-01", "web-02"], Names(page)));
    }

    private static async Task<PortalPage> WatchedAsync()
    {
        var portal = await new PortalPage(Fleet).LoadedAsync();
        portal.Watching.Enabled = true;
        Note(portal, "db-01", ReachState.Reachable);
        Note(portal, "web-01", ReachState.Refused);
        portal.Reach.Note("vault-01", new Reach { Words = "Not checked: reached through web-01" });
        return portal;
    }

    private static void Note(PortalPage portal, string slug, ReachState state) => portal.Reach.Note(slug, new Reach
    {
        State = state,
        Words = state.ToString(),
        CheckedAt = portal.Bench.Time.GetUtcNow(),
        RoundTrip = state == ReachState.Reachable ? TimeSpan.FromMilliseconds(8) : null,
    });

    private static List<string> Names(IRenderedComponent<MachinesPage> page) => [.. page.FindAll("td.name").Select(cell => cell.TextContent)];

    private static List<string> Cells(IRenderedComponent<MachinesPage> page) => [.. page.FindAll("td.c-status").Select(cell => cell.TextContent.Trim())];
}

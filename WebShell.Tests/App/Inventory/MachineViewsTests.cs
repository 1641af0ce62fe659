using Bunit;
using Microsoft.AspNetCore.Components.Web;
using WebShell.App.Inventory;
using WebShell.Core.Inventory;
using WebShell.Core.Personal;
using WebShell.Tests.Inventory;

namespace WebShell.Tests.App.Inventory;

/// <summary>What a person keeps, on the page of machines: favourites, views, groups, columns, a selection.</summary>
public sealed class MachineViewsTests
{
    private static readonly Vm[] Fleet =
    [
        Machines.Named("db-01", ("env", "prod"), ("role", "db")),
        Machines.Named("web-01", ("env", "prod"), ("role", "web")) with { OperatingSystem = "Debian 12" },
        Machines.Named("web-02", ("env", "staging"), ("role", "web")),
    ];

    [Fact]
    public async Task F_OnARow_MakesItAFavouriteThatStandsFirst()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        var page = portal.Render<MachinesPage>();

        await page.Find("table").KeyDownAsync("End");
        await page.Find("table").KeyDownAsync("f");

        page.WaitForAssertion(() => Assert.Equal(["web-02", "db-01", "web-01"], Names(page)));
        Assert.Equal(["Favourites and recent1", "The others2"], Heads(page));
        Assert.Equal(1, page.FindAll("tr.is-current").Select(row => int.Parse(row.Id![3..], null)).Single());
        Assert.True(portal.PersonalTable.StateOf("ann").IsFavourite("web-02"));

        await page.Find(".star.is-on").ClickAsync(new MouseEventArgs());
        page.WaitForAssertion(() => Assert.Equal(["db-01", "web-01", "web-02"], Names(page)));
    }

    [Fact]
    public async Task Used_IsShownAndTheMachineStandsAmongTheRecentOnes()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        await portal.PersonalTable.NoteUseAsync("ann", "web-01", portal.Bench.Time.GetUtcNow() - TimeSpan.FromHours(2.5), default);

        var page = portal.Render<MachinesPage>();

        Assert.Equal(["2 h", "—", "—"], page.FindAll("td.c-used").Select(cell => cell.TextContent));
        await page.Find("input").InputOnceAsync(portal, "is:used ");
        Assert.Equal(["web-01"], Names(page));
    }

    [Fact]
    public async Task Group_Chosen_MakesSectionsThatCanBeClosedAndIsKept()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        var page = portal.Render<MachinesPage>();
        await page.Find(".layout-group").ClickAsync(new MouseEventArgs());

        await page.FindAll(".group-menu .opt").Single(option => option.TextContent.Trim() == "env").ClickAsync(new MouseEventArgs());

        page.WaitForAssertion(() => Assert.Equal(["prod2", "staging1"], Heads(page)));
        await page.Find("tr.grp button").ClickAsync(new MouseEventArgs());
        Assert.Equal(["web-02"], Names(page));
        Assert.Equal("false", page.Find("tr.grp button").GetAttribute("aria-expanded"));
        Assert.Equal("env", portal.PersonalTable.StateOf("ann").Table.Group);
        Assert.Equal("", portal.Address);
    }

    [Fact]
    public async Task Url_WithGroupsAndColumns_LaysOutSoWhateverTheUserLikes()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        await portal.PersonalTable.SaveTableAsync("ann", new TableSettings { Group = "env", IsRoomy = true }, default);
        portal.Navigation.NavigateTo("?group=role&cols=label.role,os&sort=-name");

        var page = portal.Render<MachinesPage>();

        Assert.Equal(["db1", "web2"], Heads(page));
        Assert.Equal(["db-01", "web-02", "web-01"], Names(page));
        Assert.Equal(["Favourite", "Name", "role", "OS", "Action"], page.FindAll("th").Select(head => head.TextContent.Trim()));
        Assert.Equal("roomy", page.Find(".page").GetAttribute("data-density"));
    }

    [Fact]
    public async Task View_Saved_IsATabWithItsCountAndAfterAReloadStillThere()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        portal.Navigation.NavigateTo("?q=web&tag=env:prod");
        var page = portal.Render<MachinesPage>();
        await page.Button("Save as a view").ClickAsync(new MouseEventArgs());

        await page.Find("dialog input").InputAsync("Prod web");
        await page.Find("dialog button[type=submit]").ClickAsync(new MouseEventArgs { Detail = 1 });

        page.WaitForAssertion(() => Assert.Contains("Prod web1", page.FindAll("a.view").Select(tab => tab.TextContent)));
        Assert.Empty(page.FindAll("dialog"));
        Assert.Equal("Prod web1", page.Find("a.view.is-on").TextContent);
        var again = portal.Render<MachinesPage>();
        var tab = again.FindAll("a.view").Single(tab => tab.TextContent == "Prod web1");
        portal.Navigation.NavigateTo(tab.GetAttribute("href")!);
        var shown = portal.Render<MachinesPage>();
        Assert.Equal("Prod web1", shown.Find("a.view.is-on").TextContent);
        Assert.Equal(["web-01"], Names(shown));

        await shown.Button("Change the view Prod web").ClickAsync(new MouseEventArgs());
        await shown.Button("Remove").ClickAsync(new MouseEventArgs());
        shown.WaitForAssertion(() => Assert.DoesNotContain("Prod web1", shown.FindAll("a.view").Select(tab => tab.TextContent)));
    }

    [Fact]
    public async Task View_SavedInPlaceOfAnother_ShowsWhatIsShownNow()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        var id = Guid.NewGuid();
        await portal.PersonalTable.SaveViewAsync(new SavedView { Id = id, OwnerId = "ann", Name = "Web", Query = "role:db" }, default);
        portal.Navigation.NavigateTo("?q=web");
        var page = portal.Render<MachinesPage>();
        await page.Button("Save as a view").ClickAsync(new MouseEventArgs());

        await page.Find("dialog select").ChangeAsync(id.ToString());
        await page.Find("dialog button[type=submit]").ClickAsync(new MouseEventArgs { Detail = 1 });

        page.WaitForAssertion(() => Assert.Equal("Web2", page.Find("a.view.is-on").TextContent));
        var view = Assert.Single(portal.PersonalTable.StateOf("ann").Views);
        Assert.Equal((id, "Web", "web"), (view.Id, view.Name, view.Query));
    }

    [Fact]
    public async Task Columns_Menu_OffersWhatIsShownAsAFile()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        portal.Navigation.NavigateTo("?q=web&tag=env:prod");

        var links = portal.Render<MachinesPage>().FindAll(".column-menu a").Select(link => link.GetAttribute("href"));

        Assert.Equal(["machines.csv?q=web&tag=env%3Aprod", "machines.yaml?q=web&tag=env%3Aprod"], links);
    }

    [Fact]
    public async Task View_WithANameThatIsTaken_SaysSoAndStaysOpen()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        await portal.PersonalTable.SaveViewAsync(new SavedView { Id = Guid.NewGuid(), OwnerId = "ann", Name = "Web" }, default);
        portal.Navigation.NavigateTo("?q=web");
        var page = portal.Render<MachinesPage>();
        await page.Button("Save as a view").ClickAsync(new MouseEventArgs());

        await page.Find("dialog input").InputAsync("web");
        await page.Find("dialog button[type=submit]").ClickAsync(new MouseEventArgs { Detail = 1 });

        Assert.Contains("named web already", page.Find("dialog [role=alert]").TextContent);
    }

    [Fact]
    public async Task State_ThatIsNotKnown_IsNamedAndLeftOut()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        portal.Navigation.NavigateTo("?tag=is:purple&tag=env:prod");

        var page = portal.Render<MachinesPage>();

        Assert.Contains("Nothing is known as is:purple", page.Find(".callout").TextContent);
        Assert.Contains("is:favourite", page.Find(".callout").TextContent);
        Assert.Equal(["db-01", "web-01"], Names(page));
    }

    [Fact]
    public async Task Selection_ByClickKeyAndShift_IsCountedAndClearedByEscape()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        var page = portal.Render<MachinesPage>();

        await page.FindAll("tbody tr[id]")[0].ClickAsync(new MouseEventArgs { CtrlKey = true });
        Assert.Contains("1 machine selected", page.Find(".selection").TextContent);
        await page.FindAll("tbody tr[id]")[2].ClickAsync(new MouseEventArgs { ShiftKey = true });
        Assert.Contains("3 machines selected", page.Find(".selection").TextContent);
        await page.Find("table").KeyDownAsync("x");
        Assert.Contains("2 machines selected", page.Find(".selection").TextContent);
        Assert.Equal(["true", "true", "false"], page.FindAll("tbody tr[id]").Select(row => row.GetAttribute("aria-selected")));
        Assert.Empty(page.FindAll("aside"));

        await page.Find(".page").KeyDownAsync("Escape");
        Assert.Empty(page.FindAll(".selection"));
    }

    [Fact]
    public async Task Here_ShowsWhoHasAShellAndFollows()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        var page = portal.Render<MachinesPage>();

        await portal.Bench.ConnectAsync("ann");
        portal.Bench.Time.Advance(MachinePresence.Rest);

        page.WaitForAssertion(() => Assert.Single(page.FindAll("td.c-here .av")));
        await page.Find("input").InputOnceAsync(portal, "is:open ");
        Assert.Equal(["web-01"], Names(page));
    }

    [Fact]
    public async Task Store_Down_SaysSoAndTheMachinesAreThere()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        portal.PersonalTable.IsDown = true;

        var page = portal.Render<MachinesPage>();

        Assert.Contains("cannot be read at the moment", page.Find(".callout").TextContent);
        Assert.Equal(3, Names(page).Count);
    }

    private static List<string> Names(IRenderedComponent<MachinesPage> page) => [.. page.FindAll("td.name").Select(cell => cell.TextContent)];

    private static List<string> Heads(IRenderedComponent<MachinesPage> page) => [.. page.FindAll("tr.grp button").Select(head => head.TextContent)];
}

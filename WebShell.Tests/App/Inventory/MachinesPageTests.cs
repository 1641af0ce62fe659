using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using WebShell.App.Inventory;
using WebShell.Core.Access;
using WebShell.Core.Inventory;
using WebShell.Core.Ssh.HostKeys;
using WebShell.Tests.Inventory;

namespace WebShell.Tests.App.Inventory;

public sealed class MachinesPageTests
{
    private static readonly Vm[] Fleet =
    [
        Machines.Named("db-01", ("env", "prod"), ("role", "db")) with { Logins = ["postgres"] },
        Machines.Named("web-01", ("env", "prod"), ("role", "web")) with { Logins = ["deploy", "root"], Port = 2222 },
        Machines.Named("web-02", ("env", "staging"), ("role", "web")),
    ];

    [Fact]
    public async Task Page_BeforeTheInventoryIsRead_ShowsTheSkeletonAndThenTheMachines()
    {
        await using var portal = new PortalPage(Fleet);
        var page = portal.Render<MachinesPage>();
        Assert.Contains("Loading machines", page.Find("[role=status].vh").TextContent);
        Assert.Empty(Names(page));

        await portal.LoadedAsync();

        page.WaitForAssertion(() => Assert.Equal(["db-01", "web-01", "web-02"], Names(page)));
        Assert.Empty(page.FindAll(".sk"));
    }

    [Fact]
    public async Task Page_WithMachines_HasASearchBoxAndAConnectButtonForEach()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();

        var page = portal.Render<MachinesPage>();

        Assert.Equal("Search", page.Find("input").GetAttribute("aria-label"));
        Assert.All(["db-01", "web-01", "web-02"], name => page.Button($"Connect to {name}"));
        Assert.Contains("3 machines", page.Find(".count").TextContent);
        Assert.Equal("4", page.Find("table").GetAttribute("aria-rowcount"));
    }

    [Fact]
    public async Task Page_EmptyInventory_SaysHowToFillItToThoseWhoCan()
    {
        await using var portal = await new PortalPage().LoadedAsync();

        Assert.Contains("WebShell__Inventory__File", portal.Render<MachinesPage>().Find(".empty").TextContent);
    }

    [Fact]
    public async Task Page_UserWithoutRights_SeesNoMachineAndNoHintOfOne()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        portal.User.User = new PortalUser("guest", "Guest");

        var page = portal.Render<MachinesPage>();

        Assert.Contains("You have no access to any machine", page.Find(".empty").TextContent);
        Assert.DoesNotContain("web-01", page.Markup);
        Assert.Contains("0 machines", page.Find(".count").TextContent);
    }

    [Fact]
    public async Task Page_SourceFails_KeepsTheMachinesAndSaysWhyUntilItIsReadAgain()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        var page = portal.Render<MachinesPage>();
        portal.Source.Error = new InventoryException(["line 4: \"port: 22o2\" is not a number."]);

        await portal.LoadedAsync();

        page.WaitForAssertion(() => Assert.Contains("line 4", page.Find("[role=alert]").TextContent));
        Assert.Equal(3, Names(page).Count);

        portal.Source.Error = null;
        await page.Button("Try again").ClickAsync(new MouseEventArgs());
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("[role=alert]")));
    }

    [Fact]
    public async Task Search_WhileTyping_AnswersAtOnceAndWritesTheUrlWhenItPauses()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        var page = portal.Render<MachinesPage>();

        var typing = page.Find("input").InputAsync("web");

        page.WaitForAssertion(() => Assert.Equal(["web-01", "web-02"], Names(page)));
        Assert.Equal("", portal.Address);
        Assert.All(page.FindAll("td.name mark"), mark => Assert.Equal("web", mark.TextContent));
        portal.Bench.Time.Advance(TimeSpan.FromSeconds(1));
        await typing;
        Assert.Equal("?q=web", portal.Address);
    }

    [Fact]
    public async Task Search_UrlThatComesBackLate_DoesNotTakeBackWhatWasTypedSince()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        var navigation = new LateNavigation();
        portal.Services.AddSingleton<NavigationManager>(navigation);
        var page = portal.Render<MachinesPage>();
        var typing = page.Find("input").InputAsync("web");
        portal.Bench.Time.Advance(TimeSpan.FromSeconds(1));
        await navigation.WrittenAsync();
        await typing;
        typing = page.Find("input").InputAsync("web-02");
        page.WaitForAssertion(() => Assert.Equal(["web-02"], Names(page)));

        await page.InvokeAsync(navigation.Arrive);

        Assert.Equal(["web-02"], Names(page));
        Assert.Equal("web-02", page.Find("input").GetAttribute("value"));
        portal.Bench.Time.Advance(TimeSpan.FromSeconds(1));
        await typing;
        await page.InvokeAsync(() => navigation.Follow("?q=db"));
        Assert.Equal(["db-01"], Names(page));
    }

    [Fact]
    public async Task Search_LabelTypedInFull_BecomesAChipOnlyWhenTheTypingPauses()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        var page = portal.Render<MachinesPage>();

        var typing = page.Find("input").InputAsync("env:prod we");
        page.WaitForAssertion(() => Assert.Equal(["web-01"], Names(page)));
        Assert.Equal("env:prod we", page.Find("input").GetAttribute("value"));
        portal.Bench.Time.Advance(TimeSpan.FromSeconds(1));
        await typing;

        Assert.Equal("we", page.Find("input").GetAttribute("value"));
        Assert.Equal("env:prod", page.Find(".chip").TextContent.Trim());
        Assert.Contains("env-prod", page.Find(".chip").ClassList);
        Assert.Equal("?q=we&tag=env%3Aprod", portal.Address);
        Assert.Equal(["web-01"], Names(page));
    }

    [Fact]
    public async Task Url_WithTextAndLabels_IsTheFilterAndGoingBackChangesIt()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        portal.Navigation.NavigateTo("?q=web&tag=env:staging&tag=role:web");

        var page = portal.Render<MachinesPage>();

        Assert.Equal(["web-02"], Names(page));
        Assert.Equal(["env:staging", "role:web"], page.FindAll(".chip").Select(chip => chip.TextContent.Trim()));
        await page.Button("Remove env:staging").ClickAsync(new MouseEventArgs());
        Assert.Equal(["web-01", "web-02"], Names(page));
        Assert.Equal("?q=web&tag=role%3Aweb", portal.Address);
    }

    [Fact]
    public async Task Backspace_InTheEmptyField_OpensTheLastChipAgain()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        portal.Navigation.NavigateTo("?tag=env:prod");
        var page = portal.Render<MachinesPage>();

        await page.Find("input").KeyDownAsync("Backspace");

        Assert.Empty(page.FindAll(".chip"));
        Assert.Equal("env:prod", page.Find("input").GetAttribute("value"));
    }

    [Fact]
    public async Task NoMatch_NamesThePartToBlameAndDropsIt()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        portal.Navigation.NavigateTo("?q=wbe&tag=env:prod");
        var page = portal.Render<MachinesPage>();
        Assert.Contains("2 match without wbe", page.Find(".empty").TextContent);

        await page.Button("Drop wbe").ClickAsync(new MouseEventArgs());

        Assert.Equal(["db-01", "web-01"], Names(page));
    }

    [Fact]
    public async Task Enter_InTheSearch_ConnectsToTheFirstMatch()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        portal.Navigation.NavigateTo("?q=web");
        var page = portal.Render<MachinesPage>();

        await page.Find("input").KeyDownAsync("Enter");

        Assert.Equal("shell/web-01?login=deploy", portal.Address);
        Assert.Equal("web-01", Assert.Single(portal.Workspace.Tabs).Address.VmName);
    }

    [Fact]
    public async Task Keys_InTheTable_MoveTheCurrentRowAndKeepItInSight()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        var page = portal.Render<MachinesPage>();

        await page.Find("table").KeyDownAsync("ArrowDown");
        await page.Find("table").KeyDownAsync("ArrowDown");

        Assert.Equal("web-01", page.Find("tr.is-current td.name").TextContent);
        Assert.Equal(page.Find("tr.is-current").Id, page.Find("table").GetAttribute("aria-activedescendant"));
        page.WaitForAssertion(() => Assert.Equal(1, portal.TableModule.Invocations["reveal"][^1].Arguments[0]));

        await page.Find("table").KeyDownAsync(" ");
        Assert.Equal("web-01", page.Find("aside").GetAttribute("aria-label"));
    }

    [Fact]
    public async Task Row_Clicked_OpensThePanelWithFactsAndEveryLogin()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        var page = portal.Render<MachinesPage>();

        await page.FindAll("tbody tr[id]")[1].ClickAsync(new MouseEventArgs());

        var panel = page.Find("aside");
        Assert.Contains("10.0.0.1:2222", panel.TextContent);
        Assert.Contains("asked when connecting", panel.TextContent);
        Assert.Equal("true", page.Find("tr.is-sel").GetAttribute("aria-selected"));
        await page.Button("Connect as root").ClickAsync(new MouseEventArgs());
        Assert.Equal("shell/web-01?login=root", portal.Address);
    }

    [Fact]
    public async Task Panel_OfAMachineBehindJumps_NamesItsWaysAndConnectsThroughTheOneThatIsChosen()
    {
        await using var portal = await new PortalPage(
            Machines.Named("vault") with { Jumps = ["gate", "gate-2"] }, Machines.Named("gate"), Machines.Named("gate-2")).LoadedAsync();
        var page = portal.Render<MachinePage>(parameters => parameters.Add(p => p.Name, "vault"));

        Assert.Contains("Way in through gate or gate-2", page.Find(".facts").TextContent, StringComparison.Ordinal);
        await page.FindAll(".menu .opt").Single(button => button.TextContent == "Through gate-2").ClickAsync(new MouseEventArgs());

        Assert.Equal("gate-2", Assert.Single((await portal.Bench.Connector.NextAsync()).Request.Way).VmName);
        Assert.EndsWith("shell/vault?login=root&jump=gate-2", portal.Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Panel_HostKey_IsShownWithWhoAcceptedItWhenOrThatThereIsNone()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        var key = HostKey.Parse("AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl");
        portal.HostKeys.Pin("web-01", key, "Ana <b>");
        var page = portal.Render<MachinesPage>();

        await page.FindAll("tbody tr[id]")[1].ClickAsync(new MouseEventArgs());
        Assert.Equal(key.Fingerprint["SHA256:".Length..].Chunk(4).Select(group => new string(group)), page.FindAll("aside .fp .g > span").Select(group => group.TextContent));
        Assert.Contains("First accepted 1 Jan 2000, 00:00 UTC by Ana <b>", page.Find("aside .fp").TextContent);
        Assert.Contains("ssh-ed25519", page.Find("aside .fp").TextContent);

        await page.FindAll("tbody tr[id]")[0].ClickAsync(new MouseEventArgs());
        Assert.Contains("Not pinned yet: asked at first connect.", page.Find("aside").TextContent);

        await File.WriteAllTextAsync(portal.KnownHostsFile, "nonsense\n");
        await page.FindAll("tbody tr[id]")[2].ClickAsync(new MouseEventArgs());
        Assert.Contains("cannot be read", page.Find("aside").TextContent);
    }

    [Fact]
    public async Task Heads_Pressed_SortByTheirColumnAndSayItInTheUrl()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        var page = portal.Render<MachinesPage>();
        Assert.Equal("ascending", SortOf(page, "Name"));

        await page.Button("Env").ClickAsync(new MouseEventArgs());
        Assert.Equal(["db-01", "web-01", "web-02"], Names(page));
        await page.Button("Env").ClickAsync(new MouseEventArgs());

        Assert.Equal(["web-02", "db-01", "web-01"], Names(page));
        Assert.Equal(("descending", null), (SortOf(page, "Env"), SortOf(page, "Name")));
        Assert.Equal("?sort=-env", portal.Address);
    }

    [Fact]
    public async Task Url_WithASort_IsTheOrderAndOutlivesTyping()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        portal.Navigation.NavigateTo("?sort=-name");
        var page = portal.Render<MachinesPage>();
        Assert.Equal(["web-02", "web-01", "db-01"], Names(page));

        var typing = page.Find("input").InputAsync("env:prod ");
        portal.Bench.Time.Advance(TimeSpan.FromSeconds(1));
        await typing;

        Assert.Equal(["web-01", "db-01"], Names(page));
        Assert.Equal("?tag=env%3Aprod&sort=-name", portal.Address);
    }

    [Fact]
    public async Task ConnectButton_ClickedTwice_OpensOneShell()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        var page = portal.Render<MachinesPage>();

        await page.Button("Connect to db-01").ClickAsync(new MouseEventArgs { Detail = 1 });
        await page.Button("Connect to db-01").ClickAsync(new MouseEventArgs { Detail = 2 });

        Assert.Single(portal.Workspace.Tabs);
        Assert.Single(portal.Bench.Registry.All);
        Assert.Equal("shell/db-01?login=postgres", portal.Address);
    }

    [Fact]
    public async Task Texts_FromTheInventory_AreNeverMarkup()
    {
        await using var portal = await new PortalPage(Fleet[0] with
        {
            OperatingSystem = "<img src=x onerror=alert(1)>",
            Owner = "<b>team</b>",
        }).LoadedAsync();
        var page = portal.Render<MachinesPage>();

        await page.Find("tbody tr[id]").ClickAsync(new MouseEventArgs());

        Assert.Empty(page.FindAll("img, td b, dd b"));
        Assert.Equal("<img src=x onerror=alert(1)>", page.Find("td.c-os").TextContent);
        Assert.Contains("<b>team</b>", page.Find("aside").TextContent);
    }

    private static string? SortOf(IRenderedComponent<MachinesPage> page, string column) =>
        page.FindAll("th").Single(head => head.TextContent.Trim() == column).GetAttribute("aria-sort");

    private static List<string> Names(IRenderedComponent<MachinesPage> page) => [.. page.FindAll("td.name").Where(cell => cell.QuerySelector(".sk") is null).Select(cell => cell.TextContent)];
}

using Bunit;
using Microsoft.AspNetCore.Components.Web;
using WebShell.App.Palette;
using WebShell.Core.Access;
using WebShell.Core.Inventory;
using WebShell.Core.Personal;
using WebShell.Tests.Inventory;

namespace WebShell.Tests.App.Palette;

public sealed class CommandPaletteTests
{
    private static readonly Vm[] Fleet =
    [
        Machines.Named("db-01", ("env", "prod")) with { Logins = ["postgres"], Address = "10.20.8.4" },
        Machines.Named("web-01", ("env", "prod"), ("role", "web")) with { Logins = ["deploy"] },
        Machines.Named("web-02", ("env", "staging")),
    ];

    [Fact]
    public async Task Letters_OfAMachine_AndEnter_Connect()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        var closed = 0;
        var page = portal.Render<CommandPalette>(parameters => parameters.Add(palette => palette.OnClose, () => closed++));

        await page.Find("input").InputAsync("wb1");
        Assert.Equal(["web-01"], Titles(page));
        Assert.Equal(["w", "b", "1"], page.FindAll("em").Select(mark => mark.TextContent));
        Assert.Equal("palette-0", page.Find("input").GetAttribute("aria-activedescendant"));
        await page.Find("input").KeyDownAsync("Enter");

        Assert.Equal("shell/web-01?login=deploy", portal.Address);
        Assert.Equal("web-01", Assert.Single(portal.Workspace.Tabs).Name);
        Assert.Equal(1, closed);
    }

    [Fact]
    public async Task Nothing_Typed_OffersShellsOwnMachinesViewsAndActions()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        await portal.PersonalTable.SetFavouriteAsync("ann", "web-02", true, default, default);
        await portal.PersonalTable.SaveViewAsync(new SavedView { Id = Guid.NewGuid(), OwnerId = "ann", Name = "Prod", Query = "env:prod" }, default);
        await portal.Workspace.OpenAsync("db-01", null);

        var page = portal.Render<CommandPalette>();

        Assert.Equal(["Open shells", "Machines", "Views", "Actions"], page.FindAll("li.label").Select(label => label.TextContent));
        Assert.Equal(["db-01", "web-02", "Prod", "All machines"], Titles(page).Take(4));
        Assert.Contains("Host keys", Titles(page));
        await page.Find("input").KeyDownAsync("ArrowDown");
        await page.Find("input").KeyDownAsync("ArrowDown");
        await page.Find("input").KeyDownAsync("Enter");
        Assert.Equal("?tag=env%3Aprod", portal.Address);
        Assert.Single(portal.Workspace.Tabs);
    }

    [Fact]
    public async Task Machines_ThatMatchAlike_StandAsTheyAreUsed()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        await portal.PersonalTable.NoteUseAsync("ann", "web-02", portal.Bench.Time.GetUtcNow(), default);
        var page = portal.Render<CommandPalette>();

        await page.Find("input").InputAsync("web");
        Assert.Equal(["web-02", "web-01"], Titles(page));
        await page.Find("input").InputAsync("web01");
        Assert.Equal(["web-01"], Titles(page));
        await page.Find("input").InputAsync("10.20.8");
        Assert.Equal(["db-01"], Titles(page));
        await page.Find("input").InputAsync("zzz");
        Assert.Contains("Nothing matches zzz", page.Find(".none").TextContent);
    }

    [Fact]
    public async Task ControlEnter_OpensAnotherTab()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        var page = portal.Render<CommandPalette>();
        await page.Find("input").InputAsync("db");

        await page.Find("input").KeyDownAsync(new KeyboardEventArgs { Key = "Enter", CtrlKey = true });

        Assert.Equal("http://localhost/shell/db-01", Assert.Single(portal.PaletteModule.Invocations["openTab"]).Arguments[0]);
        Assert.Empty(portal.Workspace.Tabs);
    }

    [Fact]
    public async Task SomebodyWithoutRights_FindsNoMachineAndNoAdministration()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        portal.User.User = new PortalUser("guest", "Guest");
        var page = portal.Render<CommandPalette>();

        await page.Find("input").InputAsync("b");
        Assert.DoesNotContain("db-01", Titles(page));
        await page.Find("input").InputAsync(">");
        Assert.Equal(["All machines", "Sessions", "Account and credentials", "Shells"], Titles(page));
    }

    [Fact]
    public async Task Auditor_FindsThePagesOfAuditorsOnly()
    {
        await using var portal = await new PortalPage(Fleet).LoadedAsync();
        portal.User.User = new PortalUser("audrey", "Audrey") { Role = PortalRole.Auditor };
        var page = portal.Render<CommandPalette>();

        await page.Find("input").InputAsync(">");

        Assert.Equal(["All machines", "Sessions", "Account and credentials", "Shells", "Audit"], Titles(page));
    }

    private static List<string> Titles(IRenderedComponent<CommandPalette> page) => [.. page.FindAll("li.opt > span.nowrap").Select(title => title.TextContent)];
}

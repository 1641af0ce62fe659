using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using WebShell.App.Inventory;
using WebShell.App.Inventory.Edit;
using WebShell.Core.Access;
using WebShell.Core.Editing;
using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Stored;
using WebShell.Tests.Inventory;

namespace WebShell.Tests.App.Inventory.Edit;

public sealed class MachineDialogTests
{
    private static readonly MouseEventArgs Click = new() { Detail = 1 };

    [Fact]
    public async Task Add_WithMistakes_SaysEachBesideItsField_AndThenSaves()
    {
        await using var portal = await new PortalPage().LoadedAsync();
        var page = portal.Render<MachinesPage>();
        await page.Button("Add machine").ClickAsync(Click);

        await Fill(page, "Name", "web 01");
        await Fill(page, "Port", "x");
        await Fill(page, "Labels, one a line", "env:prod\nrole");
        await Save(page);

        Assert.StartsWith("name 'web 01' is not", MistakeOf(page, "Name"), StringComparison.Ordinal);
        Assert.Equal("A machine needs an address.", MistakeOf(page, "Address"));
        Assert.Equal("The port must be a number between 1 and 65535.", MistakeOf(page, "Port"));
        Assert.Equal("'role' is not a label; write it as key:value, e.g. env:prod.", MistakeOf(page, "Labels, one a line"));
        Assert.Equal("A machine needs 1 to 100 logins.", MistakeOf(page, "Logins, the usual one first"));

        await Fill(page, "Name", "web-01");
        await Fill(page, "Address", "10.1.2.3");
        await Fill(page, "Port", "2222");
        await Fill(page, "Logins, the usual one first", "deploy, root");
        await Fill(page, "Labels, one a line", "env:prod\nrole=web");
        await Fill(page, "Links, title and address, one a line", "Main dashboard https://grafana.example/web-01");
        await Save(page);

        Assert.Empty(page.FindAll("dialog"));
        var vm = portal.Inventory.Find("web-01")!;
        Assert.Equal(("10.1.2.3", 2222, "prod", "web"), (vm.Address, vm.Port, vm.Environment, vm.Labels["role"]));
        Assert.Equal(["deploy", "root"], vm.Logins);
        Assert.Equal(new MachineLink("Main dashboard", "https://grafana.example/web-01"), Assert.Single(vm.Links));
    }

    [Fact]
    public async Task Edit_SomebodyElseWasFaster_IsTold_AndBothChangesAreKept()
    {
        await using var portal = await new PortalPage().LoadedAsync();
        var editor = portal.Services.GetRequiredService<MachineEditor>();
        var basis = (await editor.AddAsync(Machines.Named("web-01"), default)).Saved!;
        var page = portal.Render<MachinePage>(parameters => parameters.Add(p => p.Name, "web-01"));
        await page.Button("Edit web-01").ClickAsync(Click);
        portal.User.User = new PortalUser("bob", "Bob") { Role = PortalRole.Administrator };
        await page.InvokeAsync(() => editor.SaveAsync(basis, basis.Machine with { Owner = "Team Bob", Port = 2200 }, default));

        await Fill(page, "Owner", "Team Ann");
        await Fill(page, "Operating system", "Debian 12");
        await Save(page);

        var note = page.Find(".meanwhile").TextContent;
        Assert.Contains("Bob changed this machine meanwhile.", note, StringComparison.Ordinal);
        Assert.Contains("Team Bob", note, StringComparison.Ordinal);
        Assert.Contains("2200", note, StringComparison.Ordinal);
        Assert.Equal("Team Ann", Input(page, "Owner").GetAttribute("value"));
        await page.Button("Take Bob’s owner").ClickAsync(Click);
        Assert.Equal("Team Bob", Input(page, "Owner").GetAttribute("value"));
        await Save(page);

        var vm = portal.Inventory.Find("web-01")!;
        Assert.Equal(("Team Bob", "Debian 12", 2200), (vm.Owner, vm.OperatingSystem, vm.Port));
    }

    [Fact]
    public async Task Edit_AMachineThatLastsAsLongAsThePortal_OrWithoutTheRight_IsNotOffered()
    {
        await using var portal = await new PortalPage(Machines.Named("demo")).LoadedAsync();
        Assert.Empty(portal.Render<MachinePage>(parameters => parameters.Add(p => p.Name, "demo")).Buttons("Edit demo"));

        portal.User.User = new PortalUser("guest", "Guest");
        Assert.Empty(portal.Render<MachinesPage>().Buttons("Add machine"));
    }

    [Fact]
    public async Task Selected_AreRemoved_AndUndone()
    {
        await using var portal = await new PortalPage().LoadedAsync();
        await AddAsync(portal, "web-01", "web-02");
        var notice = portal.Render<UndoNotice>();
        var actions = portal.Render<BulkActions>(parameters => parameters.Add(p => p.Machines, portal.Inventory.All));

        await actions.Button("Remove").ClickAsync(Click);

        Assert.Empty(portal.Inventory.All);
        Assert.Contains("2 machines removed.", notice.Markup, StringComparison.Ordinal);
        await notice.Button("Undo").ClickAsync(Click);
        Assert.Equal(["web-01", "web-02"], portal.Inventory.All.Select(vm => vm.Name));
        Assert.Contains("2 machines are as before.", notice.Markup, StringComparison.Ordinal);
        Assert.Empty(notice.Buttons("Undo"));
    }

    [Fact]
    public async Task Notice_AfterItsTime_IsGone()
    {
        await using var portal = await new PortalPage().LoadedAsync();
        await AddAsync(portal, "web-01");
        var notice = portal.Render<UndoNotice>();
        var actions = portal.Render<BulkActions>(parameters => parameters.Add(p => p.Machines, portal.Inventory.All));
        await actions.Button("Remove").ClickAsync(Click);
        Assert.Single(notice.Buttons("Undo"));

        portal.Bench.Time.Advance(UndoOffer.Lasts);

        notice.WaitForAssertion(() => Assert.Empty(notice.FindAll(".undo")));
    }

    [Fact]
    public async Task Selected_AreLabelled_AndMistakesAreSaid()
    {
        await using var portal = await new PortalPage().LoadedAsync();
        await AddAsync(portal, "web-01", "web-02");
        var actions = portal.Render<BulkActions>(parameters => parameters.Add(p => p.Machines, portal.Inventory.All));
        await actions.Button("Label…").ClickAsync(Click);

        await Fill(actions, "Labels to set, one a line", "1:x");
        await actions.Find("button[type=submit]").ClickAsync(Click);
        Assert.StartsWith("label '1' is not a key", MistakeOf(actions, "Labels to set, one a line"), StringComparison.Ordinal);

        await Fill(actions, "Labels to set, one a line", "env:prod");
        await Fill(actions, "Keys of labels to take away", "role");
        await actions.Find("button[type=submit]").ClickAsync(Click);

        Assert.All(portal.Inventory.All, vm => Assert.Equal([KeyValuePair.Create("env", "prod")], vm.Labels));
    }

    private static async Task AddAsync(PortalPage portal, params string[] names)
    {
        foreach (var name in names)
        {
            Assert.NotNull((await portal.Services.GetRequiredService<MachineEditor>().AddAsync(Machines.Named(name, ("role", "web")), default)).Saved);
        }
    }

    private static Task Fill<T>(IRenderedComponent<T> page, string title, string value)
        where T : Microsoft.AspNetCore.Components.IComponent => Input(page, title).ChangeAsync(new Microsoft.AspNetCore.Components.ChangeEventArgs { Value = value });

    private static Task Save<T>(IRenderedComponent<T> page)
        where T : Microsoft.AspNetCore.Components.IComponent => page.Find("dialog button[type=submit]").ClickAsync(Click);

    private static string MistakeOf<T>(IRenderedComponent<T> page, string title)
        where T : Microsoft.AspNetCore.Components.IComponent => Field(page, title).QuerySelector(".help.bad")?.TextContent ?? "";

    private static AngleSharp.Dom.IElement Input<T>(IRenderedComponent<T> page, string title)
        where T : Microsoft.AspNetCore.Components.IComponent => Field(page, title).QuerySelector("input, textarea")!;

    private static AngleSharp.Dom.IElement Field<T>(IRenderedComponent<T> page, string title)
        where T : Microsoft.AspNetCore.Components.IComponent => page.FindAll("label.fl").Single(label => label.QuerySelector("span")!.TextContent == title);
}

using Bunit;
using Microsoft.AspNetCore.Components.Web;
using WebShell.App.Dialogs;
using WebShell.App.Inventory;
using WebShell.Core.Inventory;

namespace WebShell.Tests.App.Dialogs;

public sealed class ConnectOptionsDialogTests
{
    private static readonly MouseEventArgs Mouse = new() { Detail = 1 };
    private static readonly Vm Plain = new() { Name = "web-01", Address = "10.0.0.1", Logins = ["deploy", "root"] };
    private static readonly Vm Stored = Plain with { Credential = "fleet-key" };

    private readonly List<ConnectChoice> _choices = [];

    [Fact]
    public async Task Machine_WithAStoredKey_IsSignedInToTheUsualWay_UnlessAnotherIsChosen()
    {
        await using var portal = new PortalPage();
        var dialog = Render(portal, Stored);
        Assert.Equal("Connect to web-01", dialog.Find("h2").TextContent);
        Assert.Equal("Stored key “fleet-key”", dialog.Find(".choice:has(input[checked]) > span").TextContent);

        await dialog.Button("Connect ↵").ClickAsync(Mouse);
        await dialog.FindAll(".choice input")[2].ChangeAsync("on");
        await dialog.Find("select").ChangeAsync("root");
        await dialog.Button("Connect ↵").ClickAsync(Mouse);

        Assert.Equal([new ConnectChoice(Stored, "deploy"), new ConnectChoice(Stored, "root") { Plan = new SignInPlan(SignInWay.PrivateKey) }], _choices);
    }

    [Fact]
    public async Task Machine_WithoutOne_AsksForAPasswordUnlessAnotherWayIsChosen()
    {
        await using var portal = new PortalPage();

        await Render(portal, Plain).Button("Connect ↵").ClickAsync(Mouse);

        Assert.Equal(SignInWay.Password, Assert.Single(_choices).Plan?.Way);
    }

    [Fact]
    public async Task Machine_BehindSeveralJumps_IsReachedThroughTheChosenOne_AndElseTheUsualWay()
    {
        await using var portal = new PortalPage();
        var vault = Stored with { Jumps = ["gate", "gate-2"] };
        var dialog = Render(portal, vault);
        Assert.Equal(["through gate", "through gate-2"], dialog.FindAll("select")[1].Children.Select(option => option.TextContent));

        await dialog.Button("Connect ↵").ClickAsync(Mouse);
        await dialog.FindAll("select")[1].ChangeAsync("gate-2");
        await dialog.Button("Connect ↵").ClickAsync(Mouse);

        Assert.Equal([new ConnectChoice(vault, "deploy"), new ConnectChoice(vault, "deploy") { Jump = "gate-2" }], _choices);
    }

    [Fact]
    public async Task ShiftEnter_InTheList_OpensIt_AndTheChoiceReachesTheConnector()
    {
        await using var portal = await new PortalPage(Stored).LoadedAsync();
        var page = portal.Render<MachinesPage>();
        page.WaitForElement("table.machines");
        await page.Find("table").KeyDownAsync(new KeyboardEventArgs { Key = "ArrowDown" });

        await page.Find("table").KeyDownAsync(new KeyboardEventArgs { Key = "Enter", ShiftKey = true });
        await page.FindAll(".choice input")[1].ChangeAsync("on");
        var connecting = page.Button("Connect ↵").ClickAsync(Mouse);

        var request = (await portal.Bench.Connector.NextAsync()).Request;
        Assert.Equal(("web-01", "deploy", null), (request.VmName, request.Login, request.Credential));
        await connecting;
        Assert.Empty(page.FindAll("dialog"));
    }

    private IRenderedComponent<ConnectOptionsDialog> Render(PortalPage portal, Vm vm) =>
        portal.Render<ConnectOptionsDialog>(parameters => parameters.Add(d => d.Vm, vm).Add(d => d.OnConnect, _choices.Add));
}

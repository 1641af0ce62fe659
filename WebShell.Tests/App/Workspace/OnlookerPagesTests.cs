using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using WebShell.App.Dialogs;
using WebShell.App.Sessions;
using WebShell.App.Workspace;
using WebShell.Core.Access;
using WebShell.Core.Access.Reasons;
using WebShell.Core.Access.Rules;
using WebShell.Core.Sessions;
using WebShell.Tests.Access;
using WebShell.Tests.Access.Rules;
using WebShell.Tests.Inventory;
using WebShell.Tests.Sessions;

namespace WebShell.Tests.App.Workspace;

public sealed class OnlookerPagesTests : IAsyncLifetime
{
    private static readonly MouseEventArgs Mouse = new() { Detail = 1 };
    private static readonly PortalUser Bob = new("bob", "Bob");

    private readonly PortalPage _portal = new(Machines.Named("web-01", ("env", "prod")));

    [Fact]
    public async Task Owner_SeesWhoWatches_AndThatTheyLeft()
    {
        var tab = await _portal.Workspace.OpenAsync("web-01", null);
        (await _portal.Bench.Connector.NextAsync()).Open();
        await SessionBench.UntilAsync(tab.Session!, () => tab.State == TabState.Connected);
        await using var bobs = _portal.ShellsOf(Bob);

        var watch = (await bobs.WatchAsync(tab.Session!.Id, default))!;
        Assert.Equal("Bob watches", _portal.Render<PaneHeader>(header => header.Add(one => one.Tab, tab)).Find(".onlookers").TextContent);
        bobs.Leave(watch);

        Assert.Empty(_portal.Render<PaneHeader>(header => header.Add(one => one.Tab, tab)).FindAll(".onlookers"));
    }

    [Fact]
    public async Task Watch_OfSomebodyElses_HasAnAddressOfItsOwn_OpensNothing_AndCannotBeTakenOver()
    {
        var (lease, _) = await _portal.Bench.ConnectAsync("ann");
        _portal.User.Others.Add(_portal.User.User!);
        _portal.User.User = Bob;

        var list = _portal.Render<SessionsPage>();
        Assert.Equal($"shell?watch={lease.Session.Id}", list.FindAll("a").Single(link => link.TextContent == "Watch").GetAttribute("href"));
        Assert.Empty(list.Buttons("End web-01"));
        _portal.Navigation.NavigateTo($"shell?watch={lease.Session.Id}");
        _portal.Render<ShellPage>();

        var tab = Assert.Single(_portal.Workspace.Tabs);
        Assert.Equal((true, TabState.Watching, $"shell?watch={lease.Session.Id}"), (tab.IsOthers, tab.State, tab.Address.Url));
        var header = _portal.Render<PaneHeader>(pane => pane.Add(one => one.Tab, tab));
        Assert.Empty(header.Buttons("Take over"));
        Assert.Single(header.Buttons("Stop watching"));
        await _portal.Workspace.ReconnectAsync(tab);
        Assert.Equal(TabState.Watching, tab.State);
        Assert.Equal(lease.Session, Assert.Single(_portal.Bench.Registry.All));

        await _portal.Workspace.CloseAsync(tab);
        Assert.Empty(lease.Session.Onlookers);
        Assert.Equal(SessionState.Connected, lease.Session.State);
    }

    [Fact]
    public void Watch_OfWhatOneMayNot_AndOfNothing_AreTheSame()
    {
        var lease = _portal.Bench.Open("ann");
        _portal.User.User = Bob;
        _portal.Rules.Set(SomeRules.Allow("shells only"));

        _portal.Navigation.NavigateTo($"shell?watch={lease.Session.Id}");
        var foreign = _portal.Render<ShellPage>().Find(".page").TextContent;
        _portal.Navigation.NavigateTo("shell?watch=nonsense");

        Assert.Contains("There is no such session", foreign, StringComparison.Ordinal);
        Assert.Equal(foreign, _portal.Render<ShellPage>().Find(".page").TextContent);
        Assert.Empty(_portal.Workspace.Tabs);
    }

    [Fact]
    public async Task Connect_WhereATicketIsAsked_AsksFirst_AndAReconnectDoesNot()
    {
        _portal.AccessSettings.Reasons.Add(new ReasonOptions { Machines = "env:prod", Ask = "Ticket" });
        var questions = _portal.Render<QuestionPlace>();

        var opening = questions.InvokeAsync(() => _portal.Workspace.OpenAsync("web-01", null));
        await questions.WaitForAssertionAsync(() => Assert.Contains("Which ticket is web-01 for?", questions.Markup, StringComparison.Ordinal));
        await questions.Find("dialog input").InputAsync("no ticket");
        await questions.Button("Connect ↵").ClickAsync(Mouse);
        Assert.Contains("is not the id of a ticket", questions.Find(".help.bad").TextContent, StringComparison.Ordinal);
        await questions.Find("dialog input").InputAsync("OPS-7");
        await questions.Button("Connect ↵").ClickAsync(Mouse);

        var tab = await opening.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal("OPS-7", tab.Session!.Reason);
        (await _portal.Bench.Connector.NextAsync()).Open();
        await SessionBench.UntilAsync(tab.Session, () => tab.State == TabState.Connected);
        await tab.Session.EndAsync(SessionEndReason.IdleTimeout);
        await questions.InvokeAsync(() => _portal.Workspace.ReconnectAsync(tab));
        Assert.Equal("OPS-7", tab.Session!.Reason);
        Assert.Empty(questions.FindAll("dialog"));
    }

    [Fact]
    public async Task ConnectOptions_AskForTheReason_AndTakeItAlong()
    {
        _portal.AccessSettings.Reasons.Add(new ReasonOptions { Machines = "env:prod" });
        ConnectChoice? choice = null;
        var vm = _portal.Inventory.Find("web-01")!;
        var dialog = _portal.Render<ConnectOptionsDialog>(options => options.Add(one => one.Vm, vm).Add(one => one.OnConnect, chosen => choice = chosen));

        await dialog.Button("Connect ↵").ClickAsync(Mouse);
        Assert.Contains("Say why you go there.", dialog.Find(".help.bad").TextContent, StringComparison.Ordinal);
        Assert.Null(choice);
        await dialog.Find("input[type=text]").InputAsync("the disk");
        await dialog.Button("Connect ↵").ClickAsync(Mouse);

        Assert.Equal("the disk", choice!.Reason);
    }

    public async Task InitializeAsync()
    {
        await _portal.LoadedAsync();
        _portal.User.Others.Add(Bob);
        _portal.Rules.Set(SomeRules.Allow("everybody") with { What = RuleActivities.Shell | RuleActivities.Watch });
    }

    public Task DisposeAsync() => _portal.DisposeAsync().AsTask();
}

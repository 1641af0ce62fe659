using Bunit;
using Microsoft.AspNetCore.Components.Web;
using WebShell.App.Admin.People;
using WebShell.Core.Access;
using WebShell.Tests.Accounts;

namespace WebShell.Tests.App.Admin.People;

public sealed class PeoplePageTests : IAsyncLifetime
{
    private static readonly MouseEventArgs Mouse = new() { Detail = 1 };

    private readonly PortalPage _portal = new();

    [Fact]
    public async Task SomebodyElse_SeesAPageThatIsNotThere()
    {
        await AddAsync("ana");
        _portal.User.User = new PortalUser("gast", "Gast") { Role = PortalRole.Operator };

        var page = _portal.Render<PeoplePage>();

        Assert.Contains("No such page", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("ana", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_ShowsTheLinkOnce_AndThePersonInTheList()
    {
        var page = _portal.Render<PeoplePage>();
        await page.Button("Add person").ClickAsync(Mouse);
        page.Find("dialog input").Input("bob");
        page.Find("dialog select").Change("Operator");
        await page.Button("Add ↵").ClickAsync(Mouse);

        var link = page.Find("dialog input[readonly]").GetAttribute("value")!;
        Assert.Contains("/signin/invitation?token=", link, StringComparison.Ordinal);
        await page.Button("Done").ClickAsync(Mouse);

        Assert.DoesNotContain("invitation?token", page.Markup, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Contains("bob", Assert.Single(page.FindAll("tbody tr[id]")).TextContent, StringComparison.Ordinal));
        Assert.Equal(PortalRole.Operator, _portal.Accounts.Now.Named("bob")!.Role);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Root")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("b\u202Eob")]
    public async Task Add_OfANameThatMayNotBe_IsSaid(string name)
    {
        var page = _portal.Render<PeoplePage>();
        await page.Button("Add person").ClickAsync(Mouse);
        page.Find("dialog input").Input(name);
        await page.Button("Add ↵").ClickAsync(Mouse);

        Assert.NotEmpty(page.Find("dialog [role=alert]").TextContent);
        Assert.Empty(_portal.Accounts.Now.Accounts);
    }

    [Fact]
    public async Task Search_FindsByNameGroupAndRole()
    {
        var ana = await AddAsync("ana");
        await AddAsync("bob", PortalRole.Auditor);
        await _portal.AccountEditor.SaveGroupAsync(null, "db-team", [ana.Id], default);
        var page = _portal.Render<PeoplePage>();
        Assert.Equal(2, page.FindAll("tbody tr[id]").Count);

        page.Find("input").Input("db-t");
        Assert.Contains("ana", Assert.Single(page.FindAll("tbody tr[id]")).TextContent, StringComparison.Ordinal);
        page.Find("input").Input("auditor");
        Assert.Contains("bob", Assert.Single(page.FindAll("tbody tr[id]")).TextContent, StringComparison.Ordinal);
        page.Find("input").Input("nobody of that name");
        Assert.Contains("Nobody matches", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disable_AsksFirst_AndIsShown()
    {
        await AddAsync("ana");
        var page = _portal.Render<PeoplePage>();
        await page.Button("Change ana").ClickAsync(Mouse);
        await page.Button("Disable").ClickAsync(Mouse);
        Assert.False(_portal.Accounts.Now.Named("ana")!.IsDisabled);

        await page.Button("Disable").ClickAsync(Mouse);

        Assert.True(_portal.Accounts.Now.Named("ana")!.IsDisabled);
        page.WaitForAssertion(() => Assert.Contains("disabled", page.Find("tbody tr[id]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Change_BegunBeforeAnothers_IsTold()
    {
        var ana = await AddAsync("ana");
        var page = _portal.Render<PeoplePage>();
        await page.Button("Change ana").ClickAsync(Mouse);
        await _portal.AccountEditor.ChangeAsync(ana, AccountBench.Person("ana", PortalRole.Auditor), default);

        await page.Button("Save ↵").ClickAsync(Mouse);

        Assert.Contains("changed by somebody else", page.Find("dialog [role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal(PortalRole.Auditor, _portal.Accounts.Now.Named("ana")!.Role);
    }

    [Fact]
    public async Task Group_IsAddedChangedAndRemoved()
    {
        var ana = await AddAsync("ana");
        var page = _portal.Render<PeoplePage>();
        await page.Button("Add group").ClickAsync(Mouse);
        page.Find("dialog input").Input("db-team");
        page.Find("dialog input[type=checkbox]").Change(true);
        await page.Button("Add ↵").ClickAsync(Mouse);
        Assert.Equal([ana.Id], _portal.Accounts.Now.GroupNamed("db-team")!.Members);

        page.WaitForAssertion(() => page.Button("Change the group db-team"));
        await page.Button("Change the group db-team").ClickAsync(Mouse);
        page.Find("dialog input").Input("dba");
        await page.Button("Save ↵").ClickAsync(Mouse);
        Assert.NotNull(_portal.Accounts.Now.GroupNamed("dba"));

        page.WaitForAssertion(() => page.Button("Change the group dba"));
        await page.Button("Change the group dba").ClickAsync(Mouse);
        await page.Button("Remove").ClickAsync(Mouse);
        await page.Button("Remove for good").ClickAsync(Mouse);
        Assert.Empty(_portal.Accounts.Now.Groups);
    }

    [Fact]
    public async Task Names_AreShownAsTextOnly()
    {
        await _portal.AccountEditor.AddAsync(AccountBench.Person("ana") with { DisplayName = "<img src=x onerror=alert(1)>" }, default);

        var page = _portal.Render<PeoplePage>();

        Assert.Empty(page.FindAll("img"));
        Assert.Contains("<img src=x", page.Find("tbody tr[id]").TextContent, StringComparison.Ordinal);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _portal.DisposeAsync();

    private async Task<Core.Accounts.Account> AddAsync(string name, PortalRole role = PortalRole.User) =>
        (await _portal.AccountEditor.AddAsync(AccountBench.Person(name, role), default)).Account;
}

using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using WebShell.App.Admin.Requests;
using WebShell.App.Admin.Rules;
using WebShell.App.Requests;
using WebShell.Core.Access;
using WebShell.Core.Requests;
using WebShell.Tests.Access;
using WebShell.Tests.Access.Rules;
using WebShell.Tests.Inventory;

namespace WebShell.Tests.App.Admin.Requests;

public sealed class RequestsPageTests : IAsyncLifetime
{
    private static readonly MouseEventArgs Mouse = new() { Detail = 1 };
    private static readonly PortalUser Bob = new("bob", "bob");
    private static readonly PortalUser Op = new("op", "Otto") { Role = PortalRole.Operator };

    private readonly PortalPage _portal = new(Machines.Named("web-01", ("env", "prod")));

    [Fact]
    public async Task Request_ComesAtOnce_OnThePageAndAsABadge_WithWhatAGrantWouldGive()
    {
        var badge = _portal.Render<RequestBadge>();
        var page = _portal.Render<RequestsPage>();
        Assert.Contains("Nobody has asked for access", page.Markup, StringComparison.Ordinal);

        await AskAsync("web-01", "the <b>disk</b> is full");

        await page.WaitForAssertionAsync(() => Assert.Contains("the <b>disk</b> is full", page.Find("li.asked .why").TextContent, StringComparison.Ordinal));
        Assert.Contains("A grant lets them open shells on web-01 as root (prod), and nothing else. So far they may not go there.", page.Find("li.asked").TextContent, StringComparison.Ordinal);
        await badge.WaitForAssertionAsync(() => Assert.Equal("1 request waits", badge.Find(".badge").TextContent));
    }

    [Fact]
    public async Task Grant_ForLessThanAsked_IsARuleThatIsShownAsTemporary_AndCanBeTakenBack()
    {
        var asked = await AskAsync("web-01", "OPS-7");
        var badge = _portal.Render<RequestBadge>();
        var page = _portal.Render<RequestsPage>();

        await page.Button("Grant bob web-01").ClickAsync(Mouse);
        await page.Find("dialog select").ChangeAsync("1800");
        await page.Button("Grant").ClickAsync(Mouse);

        await page.WaitForAssertionAsync(() => Assert.Contains("Granted until", page.Find("li.asked .state").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("dialog"));
        Assert.Equal(_portal.Bench.Time.GetUtcNow().AddMinutes(30), _portal.Rules.Stored.Find($"grant-{asked.Id}")!.Rule.When.Until);
        await badge.WaitForAssertionAsync(() => Assert.Empty(badge.FindAll(".badge")));
        _portal.User.User = Op with { Role = PortalRole.Administrator };
        Assert.Equal($"admin/requests#request-{asked.Id}", _portal.Render<RulesPage>().Find("a.temporary").GetAttribute("href"));

        await page.Button("Take back bob web-01").ClickAsync(Mouse);
        await page.WaitForAssertionAsync(() => Assert.Contains("Ended", page.Find("li.asked .state").TextContent, StringComparison.Ordinal));
        Assert.Null(_portal.Rules.Stored.Find($"grant-{asked.Id}"));
    }

    [Fact]
    public async Task Deny_WithoutAReason_IsAMistake_AndWithOneDone()
    {
        await AskAsync("web-01", "OPS-7");
        var page = _portal.Render<RequestsPage>();
        await page.Button("Deny bob web-01").ClickAsync(Mouse);
        await page.Button("Deny").ClickAsync(Mouse);
        Assert.Contains("Say why", page.Find("dialog .help.bad").TextContent, StringComparison.Ordinal);

        await page.Find("dialog textarea").ChangeAsync("not now");
        await page.Button("Deny").ClickAsync(Mouse);

        await page.WaitForAssertionAsync(() => Assert.Contains("by Otto: not now", page.Find("li.asked .state").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Second_WhoAnswers_IsToldWhoWasFaster()
    {
        var asked = await AskAsync("web-01", "OPS-7");
        var page = _portal.Render<RequestsPage>();
        await page.Button("Grant bob web-01").ClickAsync(Mouse);
        await _portal.AnswersOf(new PortalUser("ann", "Ann") { Role = PortalRole.Administrator }).DenyAsync(asked.Id, asked.Version, "no", default);

        await page.Button("Grant").ClickAsync(Mouse);

        Assert.Contains("Ann has denied it meanwhile.", page.Find("dialog [role=alert]").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(_portal.Rules.Stored.Rules, rule => rule.Rule.Granted is not null);
    }

    [Fact]
    public async Task OnesOwn_AndWhatCannotBeGranted_HaveNoWayToGrant_AndADenialIsWarnedOf()
    {
        _portal.Rules.Set(SomeRules.Deny("freeze"));
        await AskAsync("web-99", "missing");
        await AskAsync("web-01", "denied");
        await _portal.Services.GetRequiredService<RequestDesk>().AskAsync("web-01", "", "mine", TimeSpan.FromHours(1), default);

        var page = _portal.Render<RequestsPage>();

        Assert.True(page.Button("Grant bob web-99").HasAttribute("disabled"));
        Assert.Contains("There is no machine of the name web-99", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Rule 'freeze' denies this, and a grant does not change that.", page.Markup, StringComparison.Ordinal);
        Assert.Contains("somebody else answers", page.FindAll("li.asked").Single(line => line.TextContent.Contains("(you)", StringComparison.Ordinal)).TextContent, StringComparison.Ordinal);
        Assert.Equal("2 requests wait", _portal.Render<RequestBadge>().Find(".badge").TextContent);
    }

    [Fact]
    public async Task SomebodyElse_SeesAPageThatIsNotThere_AndNoBadge()
    {
        await AskAsync("web-01", "secret reason");
        foreach (var role in new[] { PortalRole.User, PortalRole.Auditor })
        {
            _portal.User.User = new PortalUser("gast", "Gast") { Role = role };

            var page = _portal.Render<RequestsPage>();

            Assert.Contains("No such page", page.Markup, StringComparison.Ordinal);
            Assert.DoesNotContain("secret reason", page.Markup, StringComparison.Ordinal);
            Assert.Empty(_portal.Render<RequestBadge>().FindAll(".badge"));
        }
    }

    public async Task InitializeAsync()
    {
        await _portal.LoadedAsync();
        _portal.User.User = Op;
        _portal.User.Others.Add(Bob);
    }

    public Task DisposeAsync() => _portal.DisposeAsync().AsTask();

    private async Task<AskedAccess> AskAsync(string machine, string why)
    {
        var outcome = await _portal.DeskOf(Bob).AskAsync(machine, "", why, TimeSpan.FromHours(1), default);
        return outcome.Done!;
    }
}

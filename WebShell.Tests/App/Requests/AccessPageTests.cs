using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using WebShell.App.Inventory;
using WebShell.App.Requests;
using WebShell.Core.Access;
using WebShell.Core.Requests;
using WebShell.Tests.Inventory;

namespace WebShell.Tests.App.Requests;

public sealed class AccessPageTests : IAsyncLifetime
{
    private static readonly PortalUser Bob = new("bob", "bob");
    private static readonly PortalUser Op = new("op", "Otto") { Role = PortalRole.Operator };

    private readonly PortalPage _portal = new(Machines.Named("web-01", ("env", "prod")));

    [Fact]
    public async Task Ask_ForAMachineThatIsThereAndOneThatIsNot_ShowsTheSame()
    {
        string[] shown = [await AskedForAsync("web-01"), await AskedForAsync("web-99")];

        Assert.Contains("Asked. You are told here", shown[0], StringComparison.Ordinal);
        Assert.Equal(shown[0].Replace("web-01", "web-99", StringComparison.Ordinal), shown[1]);

        async Task<string> AskedForAsync(string machine)
        {
            var page = _portal.Render<AccessPage>();
            await AskAsync(page, machine, "OPS-7");
            return page.Find("form [role=status]").TextContent + page.FindAll("li.asked").Single(line => line.TextContent.Contains(machine, StringComparison.Ordinal)).TextContent;
        }
    }

    [Fact]
    public async Task Ask_WithMistakes_NamesThemBesideTheirFields_AndAsksNothing()
    {
        var page = _portal.Render<AccessPage>();

        await AskAsync(page, "<b>", "");

        Assert.Equal(2, page.FindAll(".fl .help.bad").Count);
        Assert.Empty(page.FindAll("li.asked"));
        Assert.Empty(_portal.Audit.Events);
    }

    [Fact]
    public async Task Answer_IsSeenAtOnce_OnThePageAndAsANotice_WithTheWayToConnect()
    {
        var page = _portal.Render<AccessPage>();
        var notice = _portal.Render<AccessNotice>();
        await AskAsync(page, "web-01", "<script>alert(1)</script>");
        Assert.Contains("<script>alert(1)</script>", page.Find("li.asked .why").TextContent, StringComparison.Ordinal);
        Assert.Empty(notice.FindAll(".undo"));

        await AnswerAsync(async (answers, asked) => await answers.GrantAsync(asked.Id, asked.Version, asked.Wanted, default));

        await page.WaitForAssertionAsync(() => Assert.Contains("Granted until", page.Find("li.asked .state").TextContent, StringComparison.Ordinal));
        Assert.Equal("shell/web-01?login=root", page.Find("li.asked .acts a").GetAttribute("href"));
        await notice.WaitForAssertionAsync(() => Assert.Contains("Otto granted you web-01 as root until", notice.Find(".undo").TextContent, StringComparison.Ordinal));
        Assert.Equal("shell/web-01?login=root", notice.Find(".undo a").GetAttribute("href"));
        await notice.Find("[aria-label='Close the notice']").ClickAsync(new());
        Assert.Empty(notice.FindAll(".undo"));
    }

    [Fact]
    public async Task Denial_IsSeenWithItsReason_AndNobodyElseIsTold()
    {
        var notice = _portal.Render<AccessNotice>();
        var page = _portal.Render<AccessPage>();
        await AskAsync(page, "web-01", "why not");

        await AnswerAsync(async (answers, asked) => await answers.DenyAsync(asked.Id, asked.Version, "not at night", default));

        await notice.WaitForAssertionAsync(() => Assert.Contains("Otto denied you web-01: not at night", notice.Markup, StringComparison.Ordinal));
        await page.WaitForAssertionAsync(() => Assert.Contains("by Otto: not at night", page.Markup, StringComparison.Ordinal));
        _portal.User.User = Op;
        Assert.Empty(_portal.Render<AccessNotice>().FindAll(".undo"));
        Assert.Empty(_portal.Render<AccessPage>().FindAll("li.asked"));
    }

    [Fact]
    public void Auditor_OrWhereItIsSwitchedOff_ThereIsNoSuchPage_AndNoWayToIt()
    {
        _portal.User.User = Bob with { Role = PortalRole.Auditor };
        Assert.Contains("No such page", _portal.Render<AccessPage>().Markup, StringComparison.Ordinal);

        _portal.User.User = Bob;
        Assert.Equal("access?machine=web-99", _portal.Render<NoSuchMachine>(machine => machine.Add(page => page.Name, "web-99")).FindAll("a")[^1].GetAttribute("href"));
        _portal.RequestSettings.Enabled = false;
        Assert.Contains("No such page", _portal.Render<AccessPage>().Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("access?", _portal.Render<NoSuchMachine>(machine => machine.Add(page => page.Name, "web-99")).Markup, StringComparison.Ordinal);
    }

    public async Task InitializeAsync()
    {
        await _portal.LoadedAsync();
        _portal.User.User = Bob;
        _portal.User.Others.Add(Op);
    }

    public Task DisposeAsync() => _portal.DisposeAsync().AsTask();

    private static async Task AskAsync(IRenderedComponent<AccessPage> page, string machine, string why)
    {
        await page.FindAll("form input")[0].ChangeAsync(machine);
        await page.Find("form textarea").ChangeAsync(why);
        await page.Find("form").SubmitAsync();
    }

    private async Task AnswerAsync(Func<RequestAnswers, AskedAccess, Task<RequestOutcome>> answer)
    {
        var outcome = await answer(_portal.AnswersOf(Op), _portal.Services.GetRequiredService<RequestBook>().Now.All[0]);
        Assert.NotNull(outcome.Done);
    }
}

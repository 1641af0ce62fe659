using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using WebShell.App.Admin.Sources;
using WebShell.Core.Access;
using WebShell.Core.Audit;
using WebShell.Core.Inventory.Import;
using WebShell.Tests.Inventory;

namespace WebShell.Tests.App.Admin.Sources;

public sealed class SourcesPageTests : IAsyncLifetime
{
    private static readonly MouseEventArgs Mouse = new() { Detail = 1 };

    private readonly PortalPage _portal = new(Machines.Named("web-01"));

    [Fact]
    public void None_OffersToAddOne()
    {
        var page = _portal.Render<SourcesPage>();

        Assert.Contains("No source lists machines yet", page.Markup, StringComparison.Ordinal);
        page.Button("Add the first source").Click();
        Assert.Equal("Add a source", page.Find("dialog h2").TextContent);
    }

    [Fact]
    public async Task SomebodyElse_SeesAPageThatIsNotThere()
    {
        await _portal.SourceTable.SaveAsync(Source("fleet"), default);
        _portal.User.User = new PortalUser("gast", "Gast");

        var page = _portal.Render<SourcesPage>();

        Assert.Contains("No such page", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("fleet", page.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SyncOutcome.Applied, 3, 1, 0, "3 added, 1 changed", "ok")]
    [InlineData(SyncOutcome.Unchanged, 0, 0, 0, "nothing changed", "ok")]
    [InlineData(SyncOutcome.Held, 0, 0, 340, "held: would remove 340 of 900 machines", "warn")]
    [InlineData(SyncOutcome.Failed, 0, 0, 0, "failed: The server did not answer.", "bad")]
    public async Task LastLook_IsSaidInWords(SyncOutcome outcome, int added, int changed, int removed, string said, string dot)
    {
        await _portal.SourceTable.SaveAsync(Source("fleet"), default);
        await _portal.SourceTable.NoteAsync(
            new SyncRecord
            {
                SourceId = "fleet",
                At = _portal.Bench.Time.GetUtcNow() - TimeSpan.FromMinutes(12),
                By = "schedule",
                Outcome = outcome,
                Added = added,
                Changed = changed,
                Removed = removed,
                Unchanged = 560,
                Sentence = "The server did not answer.\nAnd more.",
            },
            200,
            default);

        var last = _portal.Render<SourcesPage>().Find(".c-last .st");

        Assert.Equal($"12 min ago: {said}", last.TextContent);
        Assert.NotNull(last.QuerySelector($".dot.{dot}"));
    }

    [Fact]
    public async Task TimeGoesBy_InTheStatusToo()
    {
        await _portal.SourceTable.SaveAsync(Source("fleet"), default);
        await _portal.SourceTable.NoteAsync(new SyncRecord { SourceId = "fleet", At = _portal.Bench.Time.GetUtcNow(), By = "Ann", Outcome = SyncOutcome.Unchanged, Sentence = "" }, 200, default);
        var page = _portal.Render<SourcesPage>();
        Assert.StartsWith("just now: ", page.Find(".c-last .st").TextContent, StringComparison.Ordinal);

        _portal.Bench.Time.Advance(TimeSpan.FromMinutes(3));

        page.WaitForAssertion(() => Assert.StartsWith("3 min ago: ", page.Find(".c-last .st").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Database_ThatIsAway_IsSaid_AndAskedAgain()
    {
        await _portal.SourceTable.SaveAsync(Source("fleet"), default);
        _portal.SourceTable.IsDown = true;
        var page = _portal.Render<SourcesPage>();
        Assert.Contains("The sources cannot be read.", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);

        _portal.SourceTable.IsDown = false;
        page.Button("Look again").Click();

        Assert.Equal("fleet", page.Find("tbody .c-name").TextContent);
        Assert.Empty(page.FindAll("[role=alert]"));
    }

    [Fact]
    public async Task Add_WithMistakes_SaysEachBesideItsField_AndThenSaves()
    {
        await _portal.SourceTable.SaveAsync(Source("Fleet"), default);
        var page = _portal.Render<SourcesPage>();
        page.Button("Add source").Click();
        await Fill(page, "Name", "fleet");
        page.FindAll("dialog [type=radio]")[1].Change(true);
        await Fill(page, "File", "../outside.csv");
        await Fill(page, "Every so many minutes", "often");
        await Fill(page, "Logins where it names none", "de ploy, ro:ot");
        await SaveAsync(page);

        Assert.Equal("There is a source named fleet already.", MistakeOf(page, "Name"));
        Assert.Contains("must lie in", MistakeOf(page, "File"), StringComparison.Ordinal);
        Assert.StartsWith("Write a number of minutes", MistakeOf(page, "Every so many minutes"), StringComparison.Ordinal);
        Assert.Contains("ro:ot", MistakeOf(page, "Logins where it names none"), StringComparison.Ordinal);
        Assert.Empty(_portal.Audit.Events);

        await Fill(page, "Name", "offices");
        await Fill(page, "File", "offices.csv");
        await Fill(page, "Every so many minutes", "0");
        await Fill(page, "Logins where it names none", "deploy root");
        await SaveAsync(page);
        Assert.Equal("It can be read every minute at most, and once in 7 days at least.", MistakeOf(page, "Every so many minutes"));
        await Fill(page, "Every so many minutes", "15");
        page.Find("dialog select").Change("csv");
        await SaveAsync(page);

        var saved = (await _portal.SourceTable.ListAsync(default)).Single(source => source.Name == "offices");
        Assert.Equal(("csv", "offices.csv", TimeSpan.FromMinutes(15), true), (saved.Kind, saved.Place, saved.Interval, saved.IsEnabled));
        Assert.Equal(["deploy", "root"], saved.DefaultLogins);
        Assert.Equal(AuditKind.MachineSourceSaved, Assert.Single(_portal.Audit.Events).Kind);
        Assert.Equal($"admin/sources/{saved.Id}", _portal.Address);
    }

    [Fact]
    public async Task AuditThatCannotBeWritten_KeepsTheSourceAway()
    {
        _portal.Audit.IsBroken = true;
        var page = _portal.Render<SourcesPage>();
        page.Button("Add source").Click();
        await Fill(page, "Name", "fleet");
        await SaveAsync(page);

        Assert.Contains("audit log", page.Find("dialog [role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Empty(await _portal.SourceTable.ListAsync(default));
    }

    [Fact]
    public async Task Switch_LetsTheScheduleRest()
    {
        await _portal.SourceTable.SaveAsync(Source("fleet") with { Place = "fleet.csv" }, default);
        var page = _portal.Render<SourcesPage>();

        page.Find("[role=switch]").Change(false);

        page.WaitForAssertion(() => Assert.Equal("paused", page.Find("tbody .c-next").TextContent));
        Assert.False((await _portal.SourceTable.ListAsync(default)).Single().IsEnabled);
        Assert.Equal("no", Assert.Single(_portal.Audit.Events).Details["enabled"]);
    }

    [Fact]
    public void Export_IsLinked()
    {
        var page = _portal.Render<SourcesPage>();

        Assert.Equal(["machines.csv", "machines.yaml"], page.FindAll(".export-menu a").Select(link => link.GetAttribute("href")));
    }

    public Task InitializeAsync() => _portal.LoadedAsync();

    public async Task DisposeAsync() => await _portal.DisposeAsync();

    private static MachineSource Source(string name) => new() { Id = name, Name = name, Kind = MachineSource.AnyFile };

    private static async Task Fill(IRenderedComponent<SourcesPage> page, string title, string text) => await Field(page, title).QuerySelector("input")!.ChangeAsync(new ChangeEventArgs { Value = text });

    private static string MistakeOf(IRenderedComponent<SourcesPage> page, string title) => Field(page, title).QuerySelector(".help.bad")!.TextContent;

    private static IElement Field(IRenderedComponent<SourcesPage> page, string title) => page.FindAll("dialog .fl").Single(field => field.QuerySelector("span")!.TextContent == title);

    private static Task SaveAsync(IRenderedComponent<SourcesPage> page) => page.Find("dialog [type=submit]").ClickAsync(Mouse);
}

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using WebShell.App.Admin.Sources;
using WebShell.Core.Access;
using WebShell.Core.Audit;
using WebShell.Core.Editing;
using WebShell.Core.Inventory.Formats;
using WebShell.Core.Inventory.Import;
using WebShell.Core.Inventory.Stored;
using WebShell.Tests.Inventory;
using WebShell.Tests.Support;

namespace WebShell.Tests.App.Admin.Sources;

/// <summary>One source: its lists are read, shown as what they would change, and taken over when somebody says so.</summary>
public sealed class SourcePageTests : IAsyncLifetime
{
    private const string Head = "name,address,logins,owner\n";

    private static readonly MouseEventArgs Mouse = new() { Detail = 1 };

    private readonly PortalPage _portal = new(Machines.Named("demo-01"));

    [Fact]
    public async Task SomebodyElse_SeesAPageThatIsNotThere_AsForASourceThatIsNotThere()
    {
        var nobody = _portal.Render<SourcePage>(parameters => parameters.Add(page => page.Id, "none"));
        await AddAsync();
        _portal.User.User = new PortalUser("gast", "Gast");
        var theirs = _portal.Render<SourcePage>(parameters => parameters.Add(page => page.Id, "s1"));

        Assert.Equal("No such page", theirs.Find("h1").TextContent);
        Assert.Equal(nobody.Find(".page").TextContent, theirs.Find(".page").TextContent);
    }

    [Fact]
    public async Task Upload_IsShownFirst_AndAppliedWhenOneSaysSo()
    {
        var page = await OpenAsync();
        Assert.Contains("Nobody has looked at it yet", page.Markup, StringComparison.Ordinal);
        Assert.Contains("at most 32 MiB", page.Markup, StringComparison.Ordinal);

        await UploadAsync(page, Head + "web-01,10.0.0.1,deploy,Team A\nweb-02,10.0.0.2,deploy,\n");

        Assert.Equal("Added2", Pressed(page));
        Assert.Equal(["web-01", "web-02"], Column(page, "c-vm"));
        Assert.Equal("2 added.", Foot(page));
        Assert.Null(_portal.Inventory.Find("web-01"));
        Assert.Empty(_portal.Audit.Events);

        await page.Button("Apply").ClickAsync(Mouse);

        Assert.Equal("Team A", _portal.Inventory.Find("web-01")!.Owner);
        Assert.Equal(AuditKind.MachinesImported, Assert.Single(_portal.Audit.Events).Kind);
        Assert.Contains("2 added", page.Find(".callout[role=status]").TextContent, StringComparison.Ordinal);
        Assert.Equal("2 added", page.Find(".looks td.c-outcome").TextContent);
        Assert.Equal("?q=source%3A%22fleet%22", page.FindAll("a").Single(link => link.TextContent == "See the machines").GetAttribute("href"));
    }

    [Fact]
    public async Task SameListAgain_ChangesNothing()
    {
        const string List = Head + "web-01,10.0.0.1,deploy,Team A\n";
        var page = await OpenAsync();
        await TakeOverAsync(page, List);

        await UploadAsync(page, List);

        Assert.Contains("Nothing would change", page.Markup, StringComparison.Ordinal);
        Assert.True(page.Button("Apply").HasAttribute("disabled"));
        await page.Button("Close").ClickAsync(Mouse);
        Assert.Single(page.FindAll(".drop:not([hidden])"));
    }

    [Fact]
    public async Task Changes_AreShownFieldByField_AndFiltered()
    {
        var page = await OpenAsync();
        await TakeOverAsync(page, Head + "web-01,10.0.0.1,deploy,Team A\nweb-02,10.0.0.2,deploy,Team A\n");

        await UploadAsync(page, Head + "web-01,10.9.9.9,deploy,Team B\nweb-02,10.0.0.2,deploy,\n");

        Assert.Equal("Changed2", Pressed(page));
        Assert.Equal(["address", "owner", "owner"], Column(page, "c-what"));
        Assert.Equal(["10.0.0.1→10.9.9.9", "Team A→Team B", "Team A→nothing"], Column(page, "c-value"));
        page.Find("[aria-label=Search]").Input("web-02 owner");
        Assert.Equal(["Team A→nothing"], Column(page, "c-value"));
        page.Find("[aria-label=Search]").Input("web-77");
        Assert.Contains("Nothing matches", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListWithMistakes_NamesEachWithItsPlace_AndTheRestGoesOn()
    {
        var page = await OpenAsync();

        await UploadAsync(page, Head + "web-01,10.0.0.1,deploy,\nweb 02,10.0.0.2,deploy,\nweb-03,127.1,deploy,\n");
        await Section(page, "Not taken").ClickAsync(Mouse);

        Assert.Equal("Not taken2", Pressed(page));
        Assert.Equal(["row 3", "row 4"], Column(page, "c-place"));
        Assert.Contains("127.1", Column(page, "c-value")[1], StringComparison.Ordinal);
        Assert.Equal("1 added.", Foot(page));
    }

    [Fact]
    public async Task FileThatIsNoList_IsSaid_AndNothingIsChanged()
    {
        var page = await OpenAsync();

        await SendAsync(page, InputFileContent.CreateFromBinary([0x50, 0x4B, 0x03, 0x04, 1], "fleet.xlsx"));

        page.WaitForAssertion(() => Assert.Contains("save it as CSV", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Single(page.FindAll(".drop:not([hidden])"));
    }

    [Fact]
    public async Task FileThatIsTooLarge_IsNotReadAtAll()
    {
        var page = await OpenAsync();

        await SendAsync(page, InputFileContent.CreateFromBinary(new byte[ListingReader.MaxFileBytes + 1], "fleet.csv"));

        page.WaitForAssertion(() => Assert.Contains("at most 32 are read", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ManyRemoved_IsAskedOnceMore()
    {
        var page = await OpenAsync();
        await TakeOverAsync(page, Head + Lines(0, 20));
        await UploadAsync(page, Head + Lines(0, 5));
        Assert.Equal("Removed15", Pressed(page));

        await page.Button("Apply").ClickAsync(Mouse);
        Assert.Equal("Remove 15 machines?", page.Find("dialog h2").TextContent);
        await page.Button("Cancel").ClickAsync(Mouse);
        Assert.NotNull(_portal.Inventory.Find("web-19"));

        await page.Button("Apply").ClickAsync(Mouse);
        await page.Button("Remove 15 and apply").ClickAsync(Mouse);

        Assert.Null(_portal.Inventory.Find("web-19"));
        Assert.NotNull(_portal.Inventory.Find("web-04"));
    }

    [Fact]
    public async Task Conflict_IsLeftToThePerson_UnlessTheSourcesIsTaken()
    {
        var page = await OpenAsync();
        await TakeOverAsync(page, Head + "web-01,10.0.0.1,deploy,Team A\n");
        var editor = _portal.Services.GetRequiredService<MachineEditor>();
        var web = (await editor.FindAsync("web-01", default))!;
        await page.InvokeAsync(() => editor.SaveAsync(web, web.Machine with { Owner = "Team Ann" }, default));

        await UploadAsync(page, Head + "web-01,10.0.0.1,deploy,Team B\n");
        Assert.Equal("Conflicts1", Pressed(page));
        Assert.StartsWith("Team Ann→Team B", Column(page, "c-value").Single(), StringComparison.Ordinal);
        Assert.True(page.Button("Apply").HasAttribute("disabled"));

        page.Find("[aria-label='Take the source’s owner of web-01']").Change(true);
        page.WaitForAssertion(() => Assert.Contains("1 changed, 1 of 1 conflicts decided", Foot(page), StringComparison.Ordinal));
        page.Find("[aria-label='Take the source’s owner of web-01']").Change(false);
        page.WaitForAssertion(() => Assert.True(page.Button("Apply").HasAttribute("disabled")));
        await page.Button("Take all of the source’s").ClickAsync(Mouse);
        page.WaitForAssertion(() => Assert.False(page.Button("Apply").HasAttribute("disabled")));
        await page.Button("Apply").ClickAsync(Mouse);

        Assert.Equal("Team B", _portal.Inventory.Find("web-01")!.Owner);
    }

    [Fact]
    public async Task MachinesThatMovedOn_AreSaid_AndComparedAgain()
    {
        var page = await OpenAsync();
        await UploadAsync(page, Head + "web-01,10.0.0.1,deploy,\n");
        var editor = _portal.Services.GetRequiredService<MachineEditor>();

        await editor.AddAsync(Machines.Named("web-01"), default);

        page.WaitForAssertion(() => Assert.Contains("Machines were changed since.", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.True(page.Button("Apply").HasAttribute("disabled"));
        await page.Button("Compare again").ClickAsync(Mouse);

        page.WaitForAssertion(() => Assert.Empty(page.FindAll("[role=alert]")));
        Assert.Equal("Conflicts1", Pressed(page));
    }

    [Fact]
    public async Task TenThousand_AreDrawnAFewAtATime()
    {
        var page = await OpenAsync();

        await UploadAsync(page, Head + Lines(0, 10_000));

        Assert.Equal("Added10,000", Pressed(page));
        Assert.InRange(page.FindAll("tr.line").Count, 1, 500);
        page.Find("[aria-label=Search]").Input("web-9999");
        Assert.Equal(["web-9999"], Column(page, "c-vm"));
    }

    [Fact]
    public async Task SourceThatDoesNotAnswer_CanBeGivenUp()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var page = await OpenAsync(source => source with { Kind = "netbox", Place = $"http://{silent.LocalEndpoint}" });

        page.Button("Look at it").Click(Mouse);
        await page.WaitForElement(".reading button").ClickAsync(Mouse);

        page.WaitForAssertion(() => Assert.False(page.Button("Look at it").HasAttribute("disabled")));
        Assert.Empty(page.FindAll("[role=alert]"));
    }

    [Fact]
    public async Task FileOfTheFolder_IsLookedAt_AndSynced()
    {
        var page = await OpenAsync(source => source with { Place = "fleet.csv" });
        var file = Path.Combine(_portal.Services.GetRequiredService<SourceFolders>().Lists, "fleet.csv");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, Head + Lines(0, 20));

        await page.Button("Look at it").ClickAsync(Mouse);
        page.WaitForAssertion(() => Assert.Equal("Added20", Pressed(page)));
        await page.Button("Discard").ClickAsync(Mouse);
        Assert.Null(_portal.Inventory.Find("web-01"));

        await page.Button("Sync now").ClickAsync(Mouse);
        page.WaitForAssertion(() => Assert.Equal("20 added", page.Find(".looks td.c-outcome").TextContent));
        await File.WriteAllTextAsync(file, Head + Lines(0, 2));
        await page.Button("Sync now").ClickAsync(Mouse);

        page.WaitForAssertion(() => Assert.Contains("Nothing was changed.", page.Find(".callout[role=status]").TextContent, StringComparison.Ordinal));
        Assert.Equal("held: would remove 18 of 20 machines", page.Find(".looks td.c-outcome").TextContent);
        Assert.NotNull(_portal.Inventory.Find("web-19"));
    }

    [Fact]
    public async Task AnotherSource_TakesNothingOfTheFirst()
    {
        await _portal.SourceTable.SaveAsync(new MachineSource { Id = "s2", Name = "offices", Kind = MachineSource.AnyFile }, default);
        var page = await OpenAsync();
        await UploadAsync(page, Head + "web-01,10.0.0.1,deploy,\n");

        page.Render(parameters => parameters.Add(one => one.Id, "s2"));

        Assert.Contains("offices", page.Find("h1").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".plan-foot"));
    }

    [Fact]
    public async Task History_TellsWhatWasWrong()
    {
        await AddAsync();
        await _portal.SourceTable.NoteAsync(
            new SyncRecord { SourceId = "s1", At = _portal.Bench.Time.GetUtcNow(), By = "schedule", Outcome = SyncOutcome.Applied, Added = 1, Rejected = 2, Sentence = "1 added.", Details = "row 3: no\nrow 4: no" },
            200,
            default);
        var page = await RenderAsync();
        Assert.Equal("1 added, 2 not taken", page.Find(".looks td.c-outcome").TextContent);

        await page.Find(".looks [aria-expanded]").ClickAsync(Mouse);

        Assert.Equal(["row 3: no", "row 4: no"], page.FindAll(".details .line").Select(line => line.TextContent));
    }

    [Fact]
    public async Task Remove_IsAsked_AndTheMachinesStay()
    {
        var page = await OpenAsync();
        await TakeOverAsync(page, Head + "web-01,10.0.0.1,deploy,\n");

        await page.Button("Remove the source").ClickAsync(Mouse);
        Assert.Contains("Its 1 machine stays, and is looked after by hand", page.Find("dialog").TextContent, StringComparison.Ordinal);
        await page.FindAll("dialog button").Single(button => button.TextContent == "Remove the source").ClickAsync(Mouse);

        Assert.Empty(await _portal.SourceTable.ListAsync(default));
        Assert.Equal(StoredMachine.ByHand, _portal.Inventory.Find("web-01")!.Source);
        Assert.Equal("admin/sources", _portal.Address);
    }

    [Fact]
    public async Task Edit_KeepsTheId()
    {
        var page = await OpenAsync();

        await page.Button("Edit the source").ClickAsync(Mouse);
        await page.Find("dialog input").ChangeAsync(new() { Value = "machines of the offices" });
        await page.Find("dialog [type=submit]").ClickAsync(Mouse);

        Assert.Empty(page.FindAll("dialog"));
        Assert.Contains("machines of the offices", page.Find("h1").TextContent, StringComparison.Ordinal);
        Assert.Equal("s1", (await _portal.SourceTable.ListAsync(default)).Single().Id);
    }

    [Fact]
    public async Task AuditThatCannotBeWritten_KeepsTheMachinesAway()
    {
        var page = await OpenAsync();
        await UploadAsync(page, Head + "web-01,10.0.0.1,deploy,\n");
        _portal.Audit.IsBroken = true;

        await page.Button("Apply").ClickAsync(Mouse);

        page.WaitForAssertion(() => Assert.Contains("Nothing was changed.", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Null(_portal.Inventory.Find("web-01"));
        Assert.False(page.Button("Apply").HasAttribute("disabled"));
    }

    public Task InitializeAsync() => _portal.LoadedAsync();

    public async Task DisposeAsync() => await _portal.DisposeAsync();

    private static string Lines(int from, int count) =>
        string.Concat(Enumerable.Range(from, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"web-{i:00},10.{i / 62_500}.{i / 250 % 250}.{i % 250},deploy,\n")));

    // It returns when the page has done its part, and so must not be called on the page's own thread.
    private static Task SendAsync(IRenderedComponent<SourcePage> page, InputFileContent file) =>
        Within.Seconds(Task.Run(() => page.FindComponent<InputFile>().UploadFiles(file)));

    private static async Task UploadAsync(IRenderedComponent<SourcePage> page, string list)
    {
        await SendAsync(page, InputFileContent.CreateFromText(list, "fleet.csv"));
        page.WaitForElement(".plan-foot");
    }

    private static async Task TakeOverAsync(IRenderedComponent<SourcePage> page, string list)
    {
        await UploadAsync(page, list);
        await page.Button("Apply").ClickAsync(Mouse);
        page.WaitForElement(".drop:not([hidden])");
    }

    private static IElement Section(IRenderedComponent<SourcePage> page, string title) =>
        page.FindAll(".views button").Single(button => button.TextContent.StartsWith(title, StringComparison.Ordinal));

    private static string Pressed(IRenderedComponent<SourcePage> page) => page.Find(".views [aria-pressed=true]").TextContent;

    private static string Foot(IRenderedComponent<SourcePage> page) => page.Find(".plan-foot .med").TextContent;

    private static string[] Column(IRenderedComponent<SourcePage> page, string name) =>
        [.. page.FindAll($"tr.line .{name}").Select(cell => string.Join(' ', cell.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))];

    private Task AddAsync(Func<MachineSource, MachineSource>? choose = null)
    {
        var source = new MachineSource { Id = "s1", Name = "fleet", Kind = MachineSource.AnyFile };
        return _portal.SourceTable.SaveAsync(choose is null ? source : choose(source), default);
    }

    private Task<IRenderedComponent<SourcePage>> RenderAsync() => Task.FromResult(_portal.Render<SourcePage>(parameters => parameters.Add(page => page.Id, "s1")));

    private async Task<IRenderedComponent<SourcePage>> OpenAsync(Func<MachineSource, MachineSource>? choose = null)
    {
        await AddAsync(choose);
        return await RenderAsync();
    }
}

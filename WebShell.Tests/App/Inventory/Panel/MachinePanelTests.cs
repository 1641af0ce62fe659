using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components.Web;
using WebShell.App.Inventory;
using WebShell.Core.Access;
using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Stored;
using WebShell.Core.Reachability;
using WebShell.Core.Sessions;
using WebShell.Core.Shells;
using WebShell.Tests.Access;
using WebShell.Tests.Inventory;
using WebShell.Tests.Sessions;

namespace WebShell.Tests.App.Inventory.Panel;

public sealed class MachinePanelTests
{
    private static readonly Vm Web = Machines.Named("web-01", ("env", "prod")) with
    {
        OtherAddresses = ["10.0.0.9", "web-01.example"],
        Jumps = ["bastion"],
        Notes = "# Care\nSee [the wiki](https://wiki.example) <script>alert(1)</script>",
        Links = [new MachineLink("Dashboard", "https://grafana.example/d/web-01")],
        ConsoleUrl = "https://ilo.example/web-01",
    };

    [Fact]
    public async Task Panel_Facts_NotesAndLinks_AreInSectionsWithHeadings()
    {
        await using var portal = await new PortalPage(Web).LoadedAsync();
        portal.InventorySettings.LinkTemplates.Add(new() { Title = "Graphs", Url = "https://graphs.example/?env={label.env}", Where = "env:*" });
        var panel = Draw(portal);

        Assert.Contains("10.0.0.9", Section(panel, "Facts").TextContent, StringComparison.Ordinal);
        Assert.Equal("vms/bastion", Section(panel, "Facts").QuerySelector("a")!.GetAttribute("href"));
        Assert.Equal("Care", Section(panel, "Notes").QuerySelector("h4")!.TextContent);
        Assert.Contains("<script>alert(1)</script>", Section(panel, "Notes").TextContent, StringComparison.Ordinal);
        Assert.Empty(panel.FindAll("script"));
        var links = Section(panel, "Links").QuerySelectorAll("a");
        Assert.Equal(["Console", "Dashboard", "Graphs"], links.Select(link => link.TextContent));
        Assert.All(links, link => Assert.Equal(("_blank", "noopener noreferrer"), (link.GetAttribute("target"), link.GetAttribute("rel"))));
        Assert.Contains("Not pinned yet: asked at first connect.", Section(panel, "Host key").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Panel_AMachineOfTheDatabase_TellsWhoChangedItLast()
    {
        await using var portal = new PortalPage();
        await portal.Store.LoadAsync(default);
        await portal.Store.ChangeAsync(_ => [new StoredMachine { Machine = Web with { Jumps = [] }, ChangedAt = portal.Bench.Time.GetUtcNow().AddDays(-2), ChangedBy = "Ben\u202e Ali" }], default);
        await portal.LoadedAsync();

        var facts = Section(Draw(portal), "Facts").TextContent;

        Assert.Contains("by Ben Ali", facts, StringComparison.Ordinal);
        Assert.Contains(portal.Bench.Time.GetUtcNow().AddDays(-2).UtcDateTime.ToString("d MMM HH:mm", System.Globalization.CultureInfo.InvariantCulture), facts, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Panel_Star_MakesAFavouriteAndTakesItAway()
    {
        await using var portal = await new PortalPage(Web).LoadedAsync();
        var panel = Draw(portal);
        Assert.Equal("false", panel.Button("Favourite").GetAttribute("aria-pressed"));

        await panel.Button("Favourite").ClickAsync(new MouseEventArgs());

        panel.WaitForAssertion(() => Assert.Equal("true", panel.Button("Favourite").GetAttribute("aria-pressed")));
        await panel.Button("Favourite").ClickAsync(new MouseEventArgs());
        panel.WaitForAssertion(() => Assert.Equal("false", panel.Button("Favourite").GetAttribute("aria-pressed")));
    }

    [Fact]
    public async Task Panel_WhoIsHere_OneselfFirst_AndTheWayBack()
    {
        await using var portal = await new PortalPage(Web).LoadedAsync();
        await portal.Bench.ConnectAsync("ben");
        var (mine, _) = await portal.Bench.ConnectAsync("ann");

        var panel = Draw(portal);

        var people = Section(panel, "Here now").QuerySelectorAll("li");
        Assert.Contains("You are here since ", Text(people[0]), StringComparison.Ordinal);
        Assert.Equal("Return to web-01 as root", people[0].QuerySelector("a")!.GetAttribute("aria-label"));
        Assert.Equal($"sessions/{mine.Session.Id}", people[0].QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains(" is here since ", Text(people[1]), StringComparison.Ordinal);
        Assert.Equal("Watch", people[1].QuerySelector("a")!.TextContent);

        portal.Rules.Set();
        Assert.Equal("Details", Section(Draw(portal), "Here now").QuerySelectorAll("li")[1].QuerySelector("a")!.TextContent);
    }

    [Fact]
    public async Task Panel_OthersSessions_AreNotThereForWhoMayNotSeeThem()
    {
        await using var portal = await new PortalPage(Web).LoadedAsync();
        await portal.Bench.ConnectAsync("ben");
        portal.User.User = new PortalUser("guest", "Guest");

        Assert.Empty(Sections(Draw(portal), "Here now"));
    }

    [Fact]
    public async Task Panel_SomebodyComes_IsShownWithinASecond()
    {
        await using var portal = await new PortalPage(Web).LoadedAsync();
        var panel = Draw(portal);
        Assert.Empty(Sections(panel, "Here now"));

        await portal.Bench.ConnectAsync("ben");
        portal.Bench.Time.Advance(MachinePresence.Rest);

        panel.WaitForAssertion(() => Assert.Single(Section(panel, "Here now").QuerySelectorAll("li")));
    }

    [Fact]
    public async Task Panel_MySessionsThatEnded_AreListedWithHowTheyEnded_AndNobodyElses()
    {
        await using var portal = await new PortalPage(Web).LoadedAsync();
        var (mine, shell) = await portal.Bench.ConnectAsync("ann");
        var (others, _) = await portal.Bench.ConnectAsync("ben");
        shell.End(new ShellEnd(ShellEndReason.Exited, 3));
        await SessionBench.UntilAsync(mine.Session, () => mine.Session.State == SessionState.Ended);
        await others.Session.EndAsync(SessionEndReason.ClosedByAdministrator);

        var panel = Draw(portal);

        var line = Assert.Single(Section(panel, "Your recent sessions").QuerySelectorAll("li"));
        Assert.Contains("exit 3", line.TextContent, StringComparison.Ordinal);
        Assert.Equal($"sessions/{mine.Session.Id}", line.QuerySelector("a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Panel_Reachability_IsASentence_AndFollowsWhatIsFound()
    {
        await using var portal = await new PortalPage(Web).LoadedAsync();
        portal.Watching.Enabled = true;
        var now = portal.Bench.Time.GetUtcNow();
        portal.Reach.Note("web-01", new Reach { State = ReachState.Refused, Words = "Refused, port 22", CheckedAt = now });
        var panel = Draw(portal);
        Assert.StartsWith("No answer since ", Text(panel.Find(".reach")), StringComparison.Ordinal);
        Assert.Contains("refused, port 22", panel.Find(".reach").TextContent, StringComparison.Ordinal);
        Assert.NotNull(panel.Find(".reach .dot.bad"));

        portal.Reach.Note("web-01", new Reach { State = ReachState.Reachable, Words = "Reachable, 8 ms", CheckedAt = now, LastSeen = now, RoundTrip = TimeSpan.FromMilliseconds(8) });
        portal.Reach.Announce();

        panel.WaitForAssertion(() => Assert.Equal("SSH answered just now in 8 ms", Text(panel.Find(".reach"))));
        portal.Bench.Time.Advance(TimeSpan.FromSeconds(10));
        panel.WaitForAssertion(() => Assert.Equal("SSH answered 10 s ago in 8 ms", Text(panel.Find(".reach"))));
    }

    [Fact]
    public async Task Panel_NobodyLooks_SaysNothingOfReachability()
    {
        await using var portal = await new PortalPage(Web).LoadedAsync();

        Assert.Empty(Draw(portal).FindAll(".reach, .spark"));
    }

    [Fact]
    public async Task Panel_RoundTrips_AreAPictureWithItsWords()
    {
        await using var portal = await new PortalPage(Web).LoadedAsync();
        portal.Watching.Enabled = true;
        foreach (var milliseconds in new double?[] { 12, 41, null, 9 })
        {
            portal.Bench.Time.Advance(TimeSpan.FromMinutes(30));
            var at = portal.Bench.Time.GetUtcNow();
            portal.Reach.Note("web-01", new Reach
            {
                State = milliseconds is null ? ReachState.TimedOut : ReachState.Reachable,
                Words = "",
                CheckedAt = at,
                RoundTrip = milliseconds is { } trip ? TimeSpan.FromMilliseconds(trip) : null,
            });
        }

        var picture = Draw(portal).Find("svg.spark");

        Assert.Equal("Round trip of the last 24 hours: median 12 ms · worst 41 ms · no answer in 1 of 4 half hours", picture.GetAttribute("aria-label"));
        Assert.Equal("img", picture.GetAttribute("role"));
        Assert.Single(picture.QuerySelectorAll(".silent"));
    }

    private static IRenderedComponent<MachinePanel> Draw(PortalPage portal) =>
        portal.Render<MachinePanel>(parameters => parameters.Add(p => p.Vm, portal.Inventory.Find("web-01")!));

    private static IElement Section(IRenderedComponent<MachinePanel> panel, string name) => Assert.Single(Sections(panel, name));

    // By their accessible names, as a screen reader finds them.
    private static IReadOnlyList<IElement> Sections(IRenderedComponent<MachinePanel> panel, string name) =>
        [.. panel.FindAll("section").Where(section => (section.GetAttribute("aria-label") ?? panel.Find($"#{section.GetAttribute("aria-labelledby")}").TextContent).Trim().StartsWith(name, StringComparison.Ordinal))];

    private static string Text(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using WebShell.App.Admin.Rules;
using WebShell.Core.Access;
using WebShell.Core.Access.Rules;
using WebShell.Core.Audit;
using WebShell.Core.Editing;
using WebShell.Core.Inventory;
using WebShell.Core.Sessions;
using WebShell.Core.Shells;
using WebShell.Tests.Access;
using WebShell.Tests.Access.Rules;
using WebShell.Tests.Inventory;
using WebShell.Tests.Support;

namespace WebShell.Tests.App.Admin.Rules;

public sealed class RulesPageTests : IAsyncLifetime
{
    private static readonly MouseEventArgs Mouse = new() { Detail = 1 };

    private readonly PortalPage _portal = new(Machines.Named("web-01", ("env", "prod")), Machines.Named("web-02", ("env", "dev")), Machines.Named("db-01", ("env", "prod")));

    [Fact]
    public void Rules_AreSentences_WithHowManyTheyAreAbout()
    {
        _portal.User.Others.AddRange([new PortalUser("bob", "bob") { Groups = ["dba"] }, new PortalUser("eve", "eve") { Role = PortalRole.Auditor, Groups = ["dba"] }]);
        _portal.Rules.Set(
            SomeRules.Allow("b office") with
            {
                Who = SomeRules.Members("dba"),
                Where = VmQuery.Parse("env:prod -name:db-*"),
                Logins = ["deploy", "{user}"],
                What = RuleActivities.Shell | RuleActivities.Files,
                When = SomeRules.Hours("Europe/Berlin", "Mon-Fri 08:00-18:00"),
                From = ["10.0.0.0/8"],
            },
            SomeRules.Deny("a") with { Name = "a <b>freeze</b>" });

        var page = _portal.Render<RulesPage>();

        var rules = page.FindAll("li.rule");
        Assert.Equal(2, rules.Count);
        Assert.Contains("deny", rules[0].ClassName, StringComparison.Ordinal);
        Assert.Contains("a <b>freeze</b>", rules[0].TextContent, StringComparison.Ordinal);
        Assert.Equal("Everybody may not do anything on all machines as any login", Said(rules[0]));
        Assert.Equal("dba may open shells and move files on env:prod not name:db-* as deploy own name, Mon-Fri 08:00-18:00 (Europe/Berlin), from 10.0.0.0/8", Said(rules[1]));
        Assert.Equal(("1 person", "1 machines"), (Plain(rules[1].QuerySelector(".c-people")!), Plain(rules[1].QuerySelector(".c-machines")!)));
        Assert.Equal(("2 people", "3 machines"), (Plain(rules[0].QuerySelector(".c-people")!), Plain(rules[0].QuerySelector(".c-machines")!)));
    }

    [Fact]
    public void SomebodyElse_SeesAPageThatIsNotThere()
    {
        foreach (var role in new[] { PortalRole.User, PortalRole.Operator, PortalRole.Auditor })
        {
            _portal.User.User = new PortalUser("gast", "Gast") { Role = role };

            var page = _portal.Render<RulesPage>();

            Assert.Contains("No such page", page.Markup, StringComparison.Ordinal);
            Assert.DoesNotContain("Administrators everywhere", page.Markup, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Add_EmptyForm_NamesEveryMistakeBesideItsField()
    {
        var page = _portal.Render<RulesPage>();
        await page.Button("Add rule").ClickAsync(Mouse);
        await page.Button("See what it changes ↵").ClickAsync(Mouse);

        Assert.Contains("name is empty", page.Markup, StringComparison.Ordinal);
        Assert.Contains("who is empty", page.Markup, StringComparison.Ordinal);
        Assert.Contains("where is empty", page.Markup, StringComparison.Ordinal);
        Assert.Contains("as needs 1 to", page.Markup, StringComparison.Ordinal);
        Assert.Single(_portal.Rules.Stored.Rules);
    }

    [Fact]
    public async Task Add_CountsMachinesWhileOneTypes_ShowsWhatItChanges_AndIsSavedWithItsReason()
    {
        _portal.User.Others.Add(new PortalUser("bob", "bob"));
        var page = _portal.Render<RulesPage>();
        await page.Button("Add rule").ClickAsync(Mouse);

        await Field(page, "Machines").InputAsync("env:prod");
        Assert.Contains("2 machines", page.Find("[role=dialog] .help").TextContent, StringComparison.Ordinal);
        await Field(page, "Name").ChangeAsync("Bob's");
        await Field(page, "Users").ChangeAsync("bob");
        await Field(page, "Logins").ChangeAsync("root");
        await TryAsync(page);

        Assert.Contains("1 person gains 2 machines.", page.Markup, StringComparison.Ordinal);
        Assert.Single(_portal.Rules.Stored.Rules);
        await Field(page, "Why").ChangeAsync("OPS-7");
        await page.Button("Save").ClickAsync(Mouse);

        await page.WaitForAssertionAsync(() => Assert.Equal(2, page.FindAll("li.rule").Count));
        Assert.Equal("OPS-7", _portal.Audit.Events.Single(written => written.Kind == AuditKind.RuleAdded).Details["why"]);
        Assert.Empty(page.FindAll("dialog"));
    }

    [Fact]
    public async Task Edit_ThatTakesAShellAway_SaysSoOnItsButton()
    {
        _portal.User.User = _portal.User.User! with { Groups = ["web"] };
        _portal.Rules.Set(SomeRules.Allow("web") with { Who = SomeRules.Members("web") });
        await using var shells = _portal.Services.GetRequiredService<ShellService>();
        await shells.OpenAsync("web-01", null, TerminalSize.Default, new SilentDialogue(), default);
        var page = _portal.Render<RulesPage>();

        await page.Button("Edit web").ClickAsync(Mouse);
        await Field(page, "Machines").InputAsync("env:dev");
        await TryAsync(page);

        Assert.Contains("1 person loses 2 machines, 1 live shell ends.", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Ann Berg on web-01", page.Markup, StringComparison.Ordinal);
        Assert.Single(page.Buttons("Save and close 1 shell"));
    }

    [Fact]
    public async Task Edit_WhatSomebodyElseChanged_IsTold_AndSavedOnlyAfterThat()
    {
        _portal.Rules.Set(SomeRules.Allow("web"));
        var page = _portal.Render<RulesPage>();
        await page.Button("Edit web").ClickAsync(Mouse);
        await Field(page, "Logins").ChangeAsync("root");
        await TryAsync(page);
        _portal.Rules.Set(SomeRules.Allow("web") with { Where = VmQuery.Parse("env:dev") });

        await page.Button("Save").ClickAsync(Mouse);
        await page.WaitForAssertionAsync(() => Assert.Contains("a test changed this rule meanwhile: where is “env:dev”, was “*”.", page.Markup, StringComparison.Ordinal));
        Assert.Equal(["*"], _portal.Rules.Stored.Rules[0].Rule.Logins);

        await TryAsync(page);
        await page.Button("Save").ClickAsync(Mouse);
        await page.WaitForAssertionAsync(() => Assert.Equal(["root"], _portal.Rules.Stored.Rules[0].Rule.Logins));
    }

    [Fact]
    public async Task Remove_ShowsWhatGoes_AndThenRemoves()
    {
        _portal.User.Others.Add(new PortalUser("bob", "bob"));
        _portal.Rules.Set(SomeRules.Allow("web"));
        var page = _portal.Render<RulesPage>();

        await page.Button("Remove web").ClickAsync(Mouse);
        await page.WaitForAssertionAsync(() => Assert.Contains("2 people lose 3 machines.", page.Markup, StringComparison.Ordinal));
        await page.Button("Remove the rule").ClickAsync(Mouse);

        await page.WaitForAssertionAsync(() => Assert.Contains("No rule lets anybody anywhere", page.Markup, StringComparison.Ordinal));
        Assert.Empty(_portal.Rules.Stored.Rules);
    }

    [Fact]
    public async Task Apply_ComparesFirst_AndThenTheRulesAreThoseOfTheFile()
    {
        var page = _portal.Render<RulesPage>();
        await page.Button("Apply a file").ClickAsync(Mouse);
        await page.Find("textarea").ChangeAsync("rules:\n- id: web\n  name: web\n");
        await page.Button("Show what would change").ClickAsync(Mouse);
        await page.WaitForAssertionAsync(() => Assert.Contains("'effect' is missing", page.Markup, StringComparison.Ordinal));

        await page.Find("textarea").ChangeAsync("rules:\n- {id: web, name: web, effect: allow, who: everybody, where: '*', as: [root], what: [shell]}\n");
        await page.Button("Show what would change").ClickAsync(Mouse);
        await page.WaitForAssertionAsync(() => Assert.Contains("1 new, 0 changed, 1 to remove.", page.Markup, StringComparison.Ordinal));
        Assert.Equal(RuleBook.First.Id, _portal.Rules.Stored.Rules[0].Id);
        await page.Button("Apply").ClickAsync(Mouse);

        await page.WaitForAssertionAsync(() => Assert.Equal("web", Assert.Single(_portal.Rules.Stored.Rules).Id));
    }

    [Fact]
    public void Rules_ThatSomebodyElseChanges_AreShownAtOnce()
    {
        var page = _portal.Render<RulesPage>();

        _portal.Rules.Set(SomeRules.Allow("brand new"));

        page.WaitForAssertion(() => Assert.Contains("brand new", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void Reach_OfAPersonOfAMachineAndOfBoth_IsAnsweredWithTheRule()
    {
        _portal.User.Others.Add(new PortalUser("bob", "bob"));
        _portal.Rules.Set(SomeRules.Allow("web team") with { Who = SomeRules.Users("bob"), Where = VmQuery.Parse("env:prod") }, SomeRules.Deny("freeze") with { Where = VmQuery.Parse("name:db-01") });

        Assert.Contains("bob may use 1 machine now.", Answer("bob", null, null), StringComparison.Ordinal);
        Assert.Contains("1 person may use web-01 now.", Answer(null, "web-01", null), StringComparison.Ordinal);
        Assert.Contains("Allowed by rule 'web team', login root.", Answer("bob", "web-01", "root"), StringComparison.Ordinal);
        Assert.Contains("Denied by rule 'freeze'.", Answer("bob", "db-01", "root"), StringComparison.Ordinal);
        Assert.Contains("There is no machine nosuch.", Answer("bob", "nosuch", null), StringComparison.Ordinal);
        Assert.Contains("Nobody who may connect is called zoe.", Answer("zoe", null, null), StringComparison.Ordinal);

        _portal.User.User = new PortalUser("gast", "Gast");
        Assert.Contains("No such page", Answer("bob", "web-01", "root"), StringComparison.Ordinal);
    }

    public Task InitializeAsync() => _portal.LoadedAsync();

    public async Task DisposeAsync()
    {
        await _portal.Bench.DisposeAsync();
        await _portal.DisposeAsync();
    }

    private string Answer(string? person, string? machine, string? login)
    {
        var query = string.Join('&', new[] { ("user", person), ("vm", machine), ("login", login) }.Where(part => part.Item2 is not null).Select(part => $"{part.Item1}={part.Item2}"));
        _portal.Navigation.NavigateTo($"admin/reach?{query}");
        var page = _portal.Render<ReachPage>();
        page.WaitForState(() => page.FindAll("section[aria-label=Answer]").Count > 0 || page.Markup.Contains("No such page", StringComparison.Ordinal));
        return page.Markup.Replace("&#x27;", "'", StringComparison.Ordinal);
    }

    private static async Task TryAsync(IRenderedComponent<RulesPage> page)
    {
        await page.Button("See what it changes ↵").ClickAsync(Mouse);
        await page.WaitForAssertionAsync(() => Assert.NotEmpty(page.FindAll("section.diff")));
    }

    private static IElement Field(IRenderedComponent<RulesPage> page, string title) =>
        page.FindAll("dialog label.fl").Single(label => label.QuerySelector("span")!.TextContent == title).QuerySelector("input, textarea")!;

    private static string Said(IElement rule) => Plain(rule.QuerySelector(".s")!);

    private static string Plain(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace(" ,", ",", StringComparison.Ordinal);
}

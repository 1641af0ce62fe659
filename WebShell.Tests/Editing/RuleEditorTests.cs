using System.Net;
using WebShell.Core.Access;
using WebShell.Core.Access.Rules;
using WebShell.Core.Audit;
using WebShell.Core.Editing;
using WebShell.Tests.Access;
using WebShell.Tests.Access.Rules;
using WebShell.Tests.Support;

namespace WebShell.Tests.Editing;

public sealed class RuleEditorTests
{
    private static readonly PortalUser Ann = new("1", "ann") { Role = PortalRole.Administrator, From = IPAddress.Loopback };

    private readonly RuleBook _book = Policies.Book(SomeRules.Allow("one"));
    private readonly AuditList _audit = new();

    [Fact]
    public async Task Add_MakesAnIdOfTheName_AndIsInTheAudit()
    {
        var outcome = await Editor().SaveAsync(null, SomeRules.Allow("x") with { Name = "Web  On-call (ä)!", Logins = ["deploy"] }, "OPS-1", default);
        var again = await Editor().SaveAsync(null, SomeRules.Allow("x") with { Name = "web on call" }, "", default);

        Assert.True(outcome.IsSaved && again.IsSaved);
        Assert.Equal(["one", "web-on-call", "web-on-call-2"], _book.Stored.Rules.Select(rule => rule.Id));
        Assert.Equal((1, "ann"), (_book.Stored.Find("web-on-call")!.Version, _book.Stored.Find("web-on-call")!.ChangedBy));
        var written = _audit.Events[0];
        Assert.Equal((AuditKind.RuleAdded, "1", "ann", "Web  On-call (ä)!", IPAddress.Loopback), (written.Kind, written.ActorId, written.ActorName, written.On, written.From!));
        Assert.Equal("OPS-1", written.Details["why"]);
        Assert.Contains("as: deploy", written.Details["web-on-call: added"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_SaysInTheAuditWhatWasAndWhatIs_AndKeepsTheId()
    {
        var outcome = await Editor().SaveAsync(_book.Stored.Find("one"), SomeRules.Allow("x") with { Name = "uno", Logins = ["root"] }, "", default);

        Assert.True(outcome.IsSaved);
        var rule = Assert.Single(_book.Stored.Rules);
        Assert.Equal(("one", "uno", 2), (rule.Id, rule.Rule.Name, rule.Version));
        var written = Assert.Single(_audit.Events);
        Assert.Equal((AuditKind.RuleChanged, "one"), (written.Kind, written.On));
        Assert.Equal(("one → uno", "* → root"), (written.Details["one: name"], written.Details["one: as"]));
    }

    [Fact]
    public async Task Save_OnARuleThatSomebodyChanged_IsTold_AndWritesNothing()
    {
        var basis = _book.Stored.Find("one")!;
        await Editor().SaveAsync(basis, basis.Rule with { Logins = ["root"] }, "", default);

        var outcome = await Editor().SaveAsync(basis, basis.Rule with { Logins = ["deploy"] }, "", default);

        Assert.False(outcome.IsSaved);
        Assert.Equal("ann changed this rule meanwhile: as is “root”, was “*”.", outcome.Conflict!.Sentence);
        Assert.Equal(["root"], _book.Stored.Find("one")!.Rule.Logins);
        Assert.True((await Editor().SaveAsync(outcome.Conflict.Current, basis.Rule with { Logins = ["deploy"] }, "", default)).IsSaved);
    }

    [Fact]
    public async Task SaveAndRemove_OfARuleThatIsGone_AreTold()
    {
        var basis = _book.Stored.Find("one")!;
        Assert.True((await Editor().RemoveAsync(basis, "", default)).IsSaved);

        Assert.Equal("Somebody removed this rule meanwhile.", (await Editor().SaveAsync(basis, basis.Rule, "", default)).Conflict!.Sentence);
        Assert.Equal("Somebody removed this rule meanwhile.", (await Editor().RemoveAsync(basis, "", default)).Conflict!.Sentence);
        Assert.Equal(AuditKind.RuleRemoved, Assert.Single(_audit.Events).Kind);
    }

    [Fact]
    public async Task Save_WithMistakes_NamesThemAll_AndWritesNothing()
    {
        var outcome = await Editor().SaveAsync(null, SomeRules.Allow("x") with { Name = "ONE", Logins = [] }, new string('x', 501), default);

        Assert.Equal(["as", "name", "why"], outcome.Mistakes.Select(mistake => mistake.Field));
        Assert.False(outcome.IsSaved);
        Assert.Empty(_audit.Events);
        Assert.Single(_book.Stored.Rules);
    }

    [Fact]
    public async Task Apply_MakesTheRulesThoseOfTheFile_UnlessTheyChangedSince()
    {
        var edition = _book.Stored.Edition;
        var outcome = await Editor().ApplyAsync(edition, [SomeRules.Deny("two")], "from git", default);

        Assert.True(outcome.IsSaved);
        Assert.Equal("two", Assert.Single(_book.Stored.Rules).Id);
        var written = Assert.Single(_audit.Events);
        Assert.Equal((AuditKind.RulesApplied, "1 added, 0 changed, 1 removed", "from git"), (written.Kind, written.On, written.Details["why"]));
        Assert.NotNull((await Editor().ApplyAsync(edition, [], "", default)).Conflict);
    }

    [Theory]
    [InlineData(PortalRole.User)]
    [InlineData(PortalRole.Operator)]
    [InlineData(PortalRole.Auditor)]
    public async Task EveryCall_OfSomebodyElse_IsRefused(PortalRole role)
    {
        var editor = Editor(Ann with { Role = role });
        var rule = _book.Stored.Find("one")!;

        Assert.False(await editor.MayEditAsync(default));
        Assert.Null(await editor.ReadAsync(default));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => editor.SaveAsync(rule, rule.Rule, "", default));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => editor.RemoveAsync(rule, "", default));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => editor.ApplyAsync(1, [], "", default));
        Assert.Single(_book.Stored.Rules);
    }

    private RuleEditor Editor(PortalUser? user = null) => new(_book, new RuleWriter(_book, _audit), new AccessPolicy(_book, TimeProvider.System), new Person(user ?? Ann));

    private sealed class Person(PortalUser user) : ICurrentUser
    {
        public ValueTask<PortalUser?> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult<PortalUser?>(user);
    }
}

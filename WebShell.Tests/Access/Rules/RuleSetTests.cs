using System.Net;
using WebShell.Core.Access.Rules;
using WebShell.Core.Inventory;
using WebShell.Tests.Inventory;
using static WebShell.Tests.Access.Rules.SomeRules;

namespace WebShell.Tests.Access.Rules;

public sealed class RuleSetTests
{
    private const string NotThere = "There is no such machine, or you may not use it.";

    private static readonly Vm Database = Machines.Named("db-07", ("env", "prod"), ("role", "db")) with { Logins = ["root", "postgres"] };

    private static readonly AccessRule Dba = Allow("db team") with { Who = Members("dba"), Where = VmQuery.Parse("env:prod role:db"), Logins = ["postgres"] };

    [Fact]
    public void Decide_AllowedByARule_NamesItAndTheLogin()
    {
        var decision = Decide([Dba], "postgres");

        Assert.True(decision.IsAllowed);
        Assert.Equal("Allowed by rule 'db team', login postgres.", decision.ForPerson);
        Assert.Same(Dba, Assert.Single(decision.Rules));
    }

    [Fact]
    public void Decide_NoRuleForTheLogin_SaysWithWhichOneMay()
    {
        var decision = Decide([Dba], "root");

        Assert.False(decision.IsAllowed);
        Assert.Equal("No rule lets you open a shell on db-07 as 'root'. You may with the login postgres.", decision.ForPerson);
    }

    [Fact]
    public void Decide_DeniedUntilSomeDay_NamesTheRuleThatDenies()
    {
        var freeze = Deny("freeze prod") with { When = new RuleTimes { Until = Noon.AddDays(1) } };

        var decision = Decide([Dba, freeze], "postgres");

        Assert.False(decision.IsAllowed);
        Assert.Equal("Denied by rule 'freeze prod'.", decision.ForPerson);
        Assert.Same(freeze, Assert.Single(decision.Rules));
    }

    [Fact]
    public void Decide_MachineOnWhichOneMayNeverDoAnything_ReadsToThePersonAsIfItWereNotThere()
    {
        var missing = new RuleSet([Dba]).Decide(new AccessRequest(Ask("ana", "dba"), Machine: null, "postgres", RuleActivities.Shell));
        Assert.Equal(NotThere, missing.ForPerson);
        Assert.False(missing.IsAllowed);

        foreach (var decision in new[] { Decide([], "root"), Decide([Dba, Deny("hidden")], "postgres"), Decide([Dba with { Who = Users("bob") }], "postgres") })
        {
            Assert.False(decision.IsAllowed);
            Assert.Equal(missing.ForPerson, decision.ForPerson);
        }

        Assert.Equal("Denied by rule 'hidden'.", Decide([Dba, Deny("hidden")], "postgres").Explanation);
    }

    [Theory]
    [InlineData("daily 22:00-06:00", "22:00")]
    [InlineData("Sat 08:00-09:00", "Sat 28 Nov 08:00")]
    public void Decide_OnlyTheTimeIsMissing_SaysFromWhen(string hours, string from)
    {
        var night = Dba with { Name = "night shift", When = Hours("Europe/Berlin", hours) };

        var decision = Decide([night], "postgres");

        Assert.False(decision.IsAllowed);
        Assert.EndsWith($"Rule 'night shift' would allow it from {from} (Europe/Berlin).", decision.ForPerson, StringComparison.Ordinal);
        Assert.DoesNotContain("would allow", Decide([night, Deny("freeze") with { When = new RuleTimes { NotBefore = Noon.AddHours(1) } }], "postgres").Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_OnlyTheAddressIsMissing_SaysSoWithoutTheRanges()
    {
        var decision = Decide([Dba with { From = ["10.9.0.0/16"] }], "postgres");

        Assert.EndsWith("Rule 'db team' allows it, but not from the address you come from.", decision.ForPerson, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_UnknownAddress_IsInNoRangeThatAllowsAndInEveryOneThatDenies()
    {
        var unknown = Ask("ana", "dba") with { From = null };

        Assert.Empty(new RuleSet([Dba with { From = ["0.0.0.0/0", "::/0"] }]).RightsOn(unknown, Database));
        Assert.Empty(new RuleSet([Dba, Deny("outside") with { From = ["203.0.113.0/24"] }]).RightsOn(unknown, Database));
    }

    [Theory]
    [InlineData("*", "root", true)]
    [InlineData("*", "deploy", false)]
    [InlineData("postgres", "postgres", true)]
    [InlineData("postgres", "Postgres", false)]
    [InlineData("deploy", "deploy", false)]
    [InlineData("{user}", "ana", true)]
    [InlineData("{user}", "bob", false)]
    [InlineData("{user}-adm", "ana-adm", true)]
    [InlineData("{user}", "{user}", false)]
    public void Decide_Logins_AreTheMachinesOwnOrThePersons(string pattern, string login, bool isAllowed) =>
        Assert.Equal(isAllowed, Decide([Dba with { Logins = [pattern] }], login).IsAllowed);

    [Theory]
    [InlineData("root")]
    [InlineData("Root")]
    [InlineData("not a login")]
    public void LoginsOf_ATemplateForAPersonOfSuchAName_GivesNone(string name) =>
        Assert.Empty(new RuleSet([Allow("own login") with { Logins = ["{user}"] }]).LoginsOf(Ask(name), Database, RuleActivities.Shell));

    [Theory]
    [InlineData("POSTGRES")]
    [InlineData("*")]
    public void Decide_DeniedLogin_IsDeniedHoweverItIsCased(string denied) =>
        Assert.False(Decide([Dba, Deny("no") with { Logins = [denied] }], "postgres").IsAllowed);

    [Fact]
    public void LoginsOf_SeveralRules_GivesTheMachinesOrderThenOnesOwn()
    {
        var rules = new RuleSet([Dba, Allow("own") with { Logins = ["{user}"] }, Allow("root") with { Logins = ["root"], What = RuleActivities.Files }]);

        Assert.Equal(["postgres", "ana"], rules.LoginsOf(Ask("ana", "DBA"), Database, RuleActivities.Shell));
        Assert.Equal(["root"], rules.LoginsOf(Ask("ana", "DBA"), Database, RuleActivities.Files));
    }

    [Theory]
    [InlineData(RuleActivities.None)]
    [InlineData(RuleActivities.Shell | RuleActivities.Files)]
    public void Decide_NotExactlyOneActivity_IsRefused(RuleActivities what) =>
        Assert.Throws<ArgumentException>(() => new RuleSet([Dba]).Decide(new AccessRequest(Ask("ana"), Database, "root", what)));

    [Fact]
    public void New_RulesWithMistakes_NamesThemAll()
    {
        var refused = Assert.Throws<ArgumentException>(() => new RuleSet([Dba, Dba with { From = ["10.0.0.1/8"], Logins = [] }]));

        Assert.Contains("10.0.0.0/8 or 10.0.0.1 is meant", refused.Message, StringComparison.Ordinal);
        Assert.Contains("as needs 1", refused.Message, StringComparison.Ordinal);
        Assert.Contains("2 rules have the id 'db-team'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_AnyRules_DenyAlwaysWinsAndWithoutAnAllowNothingIs()
    {
        foreach (var (random, rules, asker, vm) in Cases())
        {
            foreach (var rights in new RuleSet(rules).RightsOn(asker, vm))
            {
                var deny = Deny("zzz") with { Logins = [rights.Login], What = rights.What, Who = Users(asker.Person.Name) };

                Assert.DoesNotContain(new RuleSet([.. rules, deny]).RightsOn(asker, vm), left => left.Login == rights.Login);
            }

            Assert.Empty(new RuleSet([.. rules.Where(rule => rule.Effect == RuleEffect.Deny)]).RightsOn(asker, vm));
        }
    }

    [Fact]
    public void Decide_OneDenyMore_NeverGrants()
    {
        foreach (var (random, rules, asker, vm) in Cases())
        {
            var before = new RuleSet(rules).RightsOn(asker, vm);
            var after = new RuleSet([.. rules, SomeRules.Random(random, 99) with { Effect = RuleEffect.Deny }]).RightsOn(asker, vm);

            Assert.All(after, rights => Assert.Contains(before, had => had.Login == rights.Login && (rights.What & ~had.What) == 0));
        }
    }

    [Fact]
    public void Decide_RulesInAnotherOrder_SaysTheSame()
    {
        foreach (var (random, rules, asker, vm) in Cases())
        {
            var shuffled = rules.ToArray();
            random.Shuffle(shuffled);
            var request = new AccessRequest(asker, vm, Pick(random, ["root", "postgres", "ana"]), Pick(random, [RuleActivities.Shell, RuleActivities.Files]));
            var (one, other) = (new RuleSet(rules).Decide(request), new RuleSet(shuffled).Decide(request));

            Assert.Equal((one.IsAllowed, one.Explanation, one.ForPerson), (other.IsAllowed, other.Explanation, other.ForPerson));
            Assert.Equal(one.Rules, other.Rules);
        }
    }

    [Fact]
    public void Decide_AnyRequest_AgreesWithTheRights()
    {
        var allowed = 0;
        foreach (var (random, rules, asker, vm) in Cases())
        {
            var set = new RuleSet(rules);
            foreach (var login in new[] { "root", "postgres", "deploy", asker.Person.Name })
            {
                var decision = set.Decide(new AccessRequest(asker, vm, login, RuleActivities.Shell));

                Assert.Equal(set.LoginsOf(asker, vm, RuleActivities.Shell).Contains(login), decision.IsAllowed);
                allowed += decision.IsAllowed ? 1 : 0;
            }
        }

        Assert.InRange(allowed, 100, 2000);
    }

    private static IEnumerable<(Random Random, AccessRule[] Rules, Asker Asker, Vm Vm)> Cases()
    {
        var random = new Random(6);
        for (var i = 0; i < 1000; i++)
        {
            AccessRule[] rules = [.. Enumerable.Range(0, random.Next(1, 9)).Select(number => SomeRules.Random(random, number))];
            yield return (random, rules, RandomAsker(random), RandomMachines(random, 1)[0]);
        }
    }

    private static RuleDecision Decide(AccessRule[] rules, string login) =>
        new RuleSet(rules).Decide(new AccessRequest(Ask("ana", "dba") with { From = IPAddress.Parse("192.0.2.1") }, Database, login, RuleActivities.Shell));
}

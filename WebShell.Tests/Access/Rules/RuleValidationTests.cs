using WebShell.Core.Access.Rules;
using WebShell.Core.Inventory;
using static WebShell.Tests.Access.Rules.SomeRules;

namespace WebShell.Tests.Access.Rules;

public sealed class RuleValidationTests
{
    private static readonly AccessRule Good = Allow("good");

    public static TheoryData<AccessRule, string, string> Mistakes => new()
    {
        { Good with { Id = "No Id" }, "id", "is not one" },
        { Good with { Name = " " }, "name", "name is empty" },
        { Good with { Name = "evil\u202ename" }, "name", "direction characters" },
        { Good with { Effect = (RuleEffect)7 }, "effect", "allow or deny" },
        { Good with { Who = Users() }, "who", "who is empty" },
        { Good with { Who = new RulePeople(IsEverybody: true, ["ana"], []) }, "who", "everybody and names some" },
        { Good with { Who = Members("") }, "who", "group is empty" },
        { Good with { Where = new VmQuery() }, "where", "where is empty" },
        { Good with { Where = VmQuery.Parse("web") }, "where", "'web' is a word" },
        { Good with { Where = VmQuery.Parse("-is:online") }, "where", "'is:online' changes with who looks" },
        { Good with { Where = new VmQuery { Labels = [new("a", "b\"c")] } }, "where", "cannot be written" },
        { Good with { Where = new VmQuery { Labels = [new("not a key", "b")] } }, "where", "not a key" },
        { Good with { Logins = [] }, "as", "as needs 1" },
        { Good with { Logins = ["a b"] }, "as", "is not a login" },
        { Good with { Logins = ["{user}{user}"] }, "as", "is not a login" },
        { Good with { Logins = ["web*"] }, "as", "is not a login" },
        { Good with { What = RuleActivities.None }, "what", "what is empty" },
        { Good with { What = (RuleActivities)1024 }, "what", "there is not" },
        { Good with { When = Hours("Mars/Olympus", "daily 08:00-09:00") }, "when", "'Mars/Olympus' is not known" },
        { Good with { When = Hours("../../etc/passwd", "daily 08:00-09:00") }, "when", "is not known" },
        { Good with { When = Hours("UTC", "daily 08:00-09:00") with { Zone = null } }, "when", "need a time zone" },
        { Good with { When = new RuleTimes { Zone = "UTC" } }, "when", "says nothing" },
        { Good with { When = Hours("UTC", "daily 08:00-08:00") }, "when", "begin when they end" },
        { Good with { When = new RuleTimes { Zone = "UTC", Hours = [new RuleHours(RuleDays.None, default, default)] } }, "when", "without a day" },
        { Good with { When = new RuleTimes { NotBefore = Noon, Until = Noon } }, "when", "ends before it begins" },
        { Good with { When = new RuleTimes { Until = DateTimeOffset.MaxValue } }, "when", "between 2000 and 2200" },
        { Good with { When = Hours("UTC", "Sun 08:00-09:00") with { NotBefore = Noon, Until = Noon.AddDays(2) } }, "when", "never match" },
        { Good with { From = ["10.0.0.0/40"] }, "from", "must be 0 to 32" },
        { Good with { Granted = new RuleGrant("ana", "OPS-1") }, "granted", "needs 'until'" },
        { Deny("no") with { Granted = new RuleGrant("ana", "OPS-1"), When = new RuleTimes { Until = Noon } }, "granted", "only what is allowed" },
        { Good with { Granted = new RuleGrant("", "OPS-1"), When = new RuleTimes { Until = Noon } }, "granted", "by is empty" },
    };

    [Theory]
    [MemberData(nameof(Mistakes), DisableDiscoveryEnumeration = true)]
    public void Check_OneMistake_IsNamedWithItsField(AccessRule rule, string field, string sentence)
    {
        var mistake = Assert.Single(RuleValidation.Check(rule));

        Assert.Equal(field, mistake.Field);
        Assert.Contains(sentence, mistake.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_MadeUpRules_HaveNone()
    {
        var random = new Random(10);

        Assert.Empty(RuleValidation.CheckAll([.. Enumerable.Range(0, 500).Select(number => SomeRules.Random(random, number))]));
    }
}

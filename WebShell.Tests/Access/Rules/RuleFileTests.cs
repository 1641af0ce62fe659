using WebShell.Core.Access.Rules;
using WebShell.Core.Inventory;
using static WebShell.Tests.Access.Rules.SomeRules;

namespace WebShell.Tests.Access.Rules;

public sealed class RuleFileTests
{
    private const string Text = """
        rules:
        - id: contractors
          name: no contractors
          effect: deny
          who:
            users: [mallory]
            groups: [contractors]
          where: '*'
          as: ['*']
          what: ['*']
        - id: night-shift
          name: night shift
          effect: allow
          who: everybody
          where: env:prod owner:"Team A" -site:ams2
          as: [postgres, '{user}']
          what: [shell, files]
          when:
            hours: ['Mon-Fri 22:00-06:00']
            zone: Europe/Berlin
            until: 2026-12-24T18:00:00+01:00
          from: [10.0.0.0/8, '2001:db8::/32']
          granted:
            by: ana
            why: 'OPS-2190: on call'

        """;

    [Fact]
    public void Read_Rules_AreAsWritten()
    {
        var rules = Read(Text);

        Assert.Equal(["contractors", "night-shift"], rules.Select(rule => rule.Id));
        Assert.Equal((RuleEffect.Deny, RuleActivities.All), (rules[0].Effect, rules[0].What));
        Assert.Null(rules[0].Where);
        Assert.Equal(["contractors"], rules[0].Who.Groups);
        Assert.True(rules[1].Who.IsEverybody);
        Assert.Equal(RuleActivities.Shell | RuleActivities.Files, rules[1].What);
        Assert.Equal(new DateTimeOffset(2026, 12, 24, 17, 0, 0, TimeSpan.Zero), rules[1].When.Until);
        Assert.Equal([new("env", "prod"), new("owner", "Team A")], rules[1].Where!.Labels);
        Assert.Equal(new RuleGrant("ana", "OPS-2190: on call"), rules[1].Granted);
        Assert.Equal(Text, Written(rules));
    }

    [Fact]
    public void Write_AnyRules_AreReadBackTheSame()
    {
        var random = new Random(12);
        for (var i = 0; i < 200; i++)
        {
            AccessRule[] rules = [.. Enumerable.Range(0, random.Next(0, 10)).Select(number => SomeRules.Random(random, number) with
            {
                Name = $"{number} {Pick(random, ["- a", "a: b #c", "'\"", "{x}", "*y", "null", "é\U0001f600", "[z", "!t", "%"])}",
            })];

            var read = Read(Written(rules));

            Assert.True(RuleDiff.Of(rules, read).IsEmpty);
            Assert.Equal(Written(rules), Written(read));
        }
    }

    [Fact]
    public void Read_ManyMistakes_NamesEachWithItsLine()
    {
        var reading = RuleFile.Read(
            """
            rules:
            - id: one
              name: one
              effect: maybe
              who: {}
              where: web
              as: [a b]
              what: ['*', fly]
              when:
                hours: [always]
                until: tomorrow
              from: [10.0.0.1/8]
              color: red
            - id: one
              name: two
              effect: allow
              who: nobody
              as: root
              granted: yes
            - just text
            """, CancellationToken.None);

        Assert.Empty(reading.Rules);
        string[] expected =
        [
            "line 4: effect 'maybe'", "line 5: who is empty", "line 6: where: 'web' is a word", "line 7: 'a b' is not a login", "line 8: '*' is only for what a rule denies",
            "line 8: 'fly' is not an activity", "line 10: 'always' is not understood", "line 11: until 'tomorrow'", "line 12: '10.0.0.1/8'", "line 13: 'color' is not a key",
            "line 14: the id 'one' is already that of the rule in line 2", "line 17: who must be", "line 14: 'where' is missing", "line 18: as must be a list",
            "line 14: 'what' is missing", "line 19: granted must be a mapping", "line 20: a rule must be a mapping",
        ];
        Assert.All(expected, start => Assert.Single(reading.Mistakes, mistake => mistake.StartsWith(start, StringComparison.Ordinal)));
        Assert.Equal(expected.Length, reading.Mistakes.Count);
    }

    [Theory]
    [InlineData("", "must be one mapping")]
    [InlineData("- a", "must be one mapping")]
    [InlineData("{}", "'rules' is missing")]
    [InlineData("rules: 1", "rules must be a list")]
    [InlineData("rules: [\u0000", "")]
    [InlineData("rules:\n- id: a\n  id: b", "line 3")]
    public void Read_NoRules_SaysWhy(string text, string mistake) =>
        Assert.Contains(mistake, Assert.Single(RuleFile.Read(text, CancellationToken.None).Mistakes), StringComparison.Ordinal);

    [Fact]
    public void Diff_AddedChangedRemoved_IsToldByField()
    {
        var (a, b, c) = (Allow("a"), Allow("b") with { Logins = ["x", "y"] }, Deny("c"));
        var later = b with { Name = "bee", Logins = ["y", "x"], Where = VmQuery.Parse("env:dev"), From = ["10.0.0.0/8"] };

        var diff = RuleDiff.Of([a, b], [c, later]);

        Assert.Same(c, Assert.Single(diff.Added));
        Assert.Same(a, Assert.Single(diff.Removed));
        Assert.Equal([new("name", "b", "bee"), new("where", "*", "env:dev"), new("from", "", "10.0.0.0/8")], Assert.Single(diff.Changed).Fields);
        Assert.True(RuleDiff.Of([a, b], [b with { Logins = ["y", "x"] }, a]).IsEmpty);
    }

    private static IReadOnlyList<AccessRule> Read(string text)
    {
        var reading = RuleFile.Read(text, CancellationToken.None);
        Assert.Empty(reading.Mistakes);
        return reading.Rules;
    }

    private static string Written(IEnumerable<AccessRule> rules)
    {
        using var output = new StringWriter();
        RuleExport.Write(rules, output);
        return output.ToString();
    }
}

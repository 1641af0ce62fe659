using WebShell.Core.Access.Rules;
using WebShell.Core.Inventory;
using WebShell.Tests.Inventory;
using static WebShell.Tests.Access.Rules.SomeRules;

namespace WebShell.Tests.Access.Rules;

public sealed class RulePreviewTests
{
    private static readonly AccessRule Databases = Allow("db team") with { Who = Members("dba"), Where = VmQuery.Parse("role:db"), What = RuleActivities.Shell | RuleActivities.Files };
    private static readonly Asker[] People = [Ask("ana", "dba"), Ask("bob", "dba"), Ask("cleo", "dba"), Ask("dan")];

    private static readonly Vm[] Fleet =
    [
        .. Enumerable.Range(0, 40).Select(i => Machines.Named($"ams-{i}", ("role", "db"), ("site", "ams2"))),
        .. Enumerable.Range(0, 60).Select(i => Machines.Named($"fra-{i}", ("role", "db"), ("site", "fra1"))),
        .. Enumerable.Range(0, 50).Select(i => Machines.Named($"web-{i}", ("role", "web"))),
    ];

    [Fact]
    public void Compare_ANarrowerRule_SaysWhoLosesWhatAndWhichShellsEnd()
    {
        LiveShell[] shells = [new("s1", People[0], Fleet[0], "root"), new("s2", People[1], Fleet[1], "root"), new("s3", People[1], Fleet[40], "root")];

        var preview = Compare([Databases], [Databases with { Where = VmQuery.Parse("role:db site:fra1"), What = RuleActivities.Shell }], shells);

        Assert.Equal("3 people lose 40 machines, 3 people may do less on 60 machines, 2 live shells end.", preview.Sentence);
        Assert.Equal(["ana", "bob", "cleo"], preview.People.Select(change => change.Person.Name));
        Assert.All(preview.People, change => Assert.Equal(Fleet[..40], change.Lost));
        Assert.Equal(["s1", "s2"], preview.EndedShells.Select(ended => ended.Shell.SessionId));
        Assert.All(preview.EndedShells, ended => Assert.StartsWith("No rule lets you", ended.Explanation, StringComparison.Ordinal));
    }

    [Fact]
    public void Compare_ARuleMore_SaysWhoGains()
    {
        var web = Allow("web") with { Where = VmQuery.Parse("name:web-1"), Who = Users("dan") };

        Assert.Equal("1 person gains 1 machine.", Compare([Databases], [Databases, web], []).Sentence);
        Assert.Equal("3 people may do more on 100 machines.", Compare([Databases], [Databases with { What = RuleActivities.All }], []).Sentence);
    }

    [Fact]
    public void Compare_OtherLogins_AreLessAndMore()
    {
        var change = Compare([Databases], [Databases with { Logins = ["{user}"] }], []).People[0];

        Assert.Equal((100, 100, 0, 0), (change.Less.Count, change.More.Count, change.Lost.Count, change.Gained.Count));
    }

    [Fact]
    public void Compare_TheSameInOtherWords_ChangesNothing()
    {
        var twice = Databases with { Id = "again", Name = "again", Where = VmQuery.Parse("role:db site:fra1") };

        Assert.Equal("Nobody loses or gains anything.", Compare([Databases], [twice, Databases], []).Sentence);
    }

    [Fact]
    public void Compare_AnyRules_AgreesWithWhatEachSees()
    {
        var random = new Random(11);
        for (var i = 0; i < 100; i++)
        {
            var machines = RandomMachines(random, 40);
            var (before, after) = (Rules(), Rules());
            var asker = RandomAsker(random);
            var preview = RulePreview.Compare(before, after, [asker], machines, []);
            var change = preview.People.SingleOrDefault() ?? new PersonChange(asker.Person, [], [], [], []);

            Assert.Equal(before.VisibleTo(asker, machines).Except(after.VisibleTo(asker, machines)).ToHashSet(), change.Lost.ToHashSet());
            Assert.Equal(after.VisibleTo(asker, machines).Except(before.VisibleTo(asker, machines)).ToHashSet(), change.Gained.ToHashSet());
        }

        RuleSet Rules() => new([.. Enumerable.Range(0, random.Next(0, 12)).Select(number => SomeRules.Random(random, number))]);
    }

    private static RulePreview Compare(AccessRule[] before, AccessRule[] after, LiveShell[] shells) =>
        RulePreview.Compare(new RuleSet(before), new RuleSet(after), People, Fleet, shells);
}

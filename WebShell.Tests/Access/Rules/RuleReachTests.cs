using WebShell.Core.Access.Rules;
using WebShell.Core.Inventory;
using WebShell.Tests.Inventory;
using static WebShell.Tests.Access.Rules.SomeRules;

namespace WebShell.Tests.Access.Rules;

public sealed class RuleReachTests
{
    [Fact]
    public void VisibleTo_AnyRules_AreTheMachinesOnWhichOneMayDoAnything()
    {
        var random = new Random(7);
        for (var i = 0; i < 100; i++)
        {
            var rules = new RuleSet([.. Enumerable.Range(0, random.Next(0, 90)).Select(number => SomeRules.Random(random, number))]);
            var machines = RandomMachines(random, 60);
            for (var asked = 0; asked < 5; asked++)
            {
                var asker = RandomAsker(random);

                Assert.Equal(machines.Where(vm => rules.RightsOn(asker, vm).Any(rights => rights.LetsSee)), rules.VisibleTo(asker, machines));
            }
        }
    }

    [Fact]
    public void VisibleTo_OnlyUnrecordedIsAllowed_IsNothing() =>
        Assert.Empty(new RuleSet([Allow("unrecorded") with { What = RuleActivities.NoRecording }]).VisibleTo(Ask("ana"), [Machines.Named("a")]));

    [Fact]
    public void VisibleTo_AnotherListOfMachines_IsLookedAtAnew()
    {
        var rules = new RuleSet([Allow("all")]);

        Assert.Equal(["a"], rules.VisibleTo(Ask("ana"), [Machines.Named("a")]).Select(vm => vm.Name));
        Assert.Equal(["b"], rules.VisibleTo(Ask("ana"), [Machines.Named("b")]).Select(vm => vm.Name));
    }

    [Theory]
    [InlineData("env:prod")]
    [InlineData("ENV:PROD")]
    [InlineData("-env:prod")]
    [InlineData("env:*")]
    [InlineData("-env:*")]
    [InlineData("os:debian*")]
    [InlineData("name:m-*1 -role:db")]
    [InlineData("address:10.0.0.*")]
    [InlineData("login:post*")]
    [InlineData("-owner:\"team a\"")]
    [InlineData("nothing:x")]
    [InlineData("source:x")]
    public void Scope_AnyLabelQuery_MeansWhatTheSearchFinds(string query)
    {
        var machines = RandomMachines(new Random(8), 200).Append(Machines.Named("bare")).Append(Machines.Named("os", ("os", "Debian 12"), ("Env", "prod"))).ToArray();
        var rules = new RuleSet([Allow("some") with { Where = VmQuery.Parse(query) }]);
        var found = new VmCatalog(machines).Search(VmQuery.Parse(query)).Select(vm => vm.Name).Order(StringComparer.Ordinal).ToArray();

        Assert.Equal(found, rules.VisibleTo(Ask("ana"), machines).Select(vm => vm.Name).Order(StringComparer.Ordinal));
        Assert.Equal(found, machines.Where(vm => rules.RightsOn(Ask("ana"), vm).Count > 0).Select(vm => vm.Name).Order(StringComparer.Ordinal));
    }
}

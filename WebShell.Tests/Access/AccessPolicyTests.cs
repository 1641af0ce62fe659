using System.Net;
using Microsoft.Extensions.Time.Testing;
using WebShell.Core.Access;
using WebShell.Core.Access.Rules;
using WebShell.Core.Inventory;
using WebShell.Tests.Access.Rules;
using WebShell.Tests.Inventory;

namespace WebShell.Tests.Access;

public sealed class AccessPolicyTests
{
    private static readonly PortalUser Administrator = new("1", "Ann") { Role = PortalRole.Administrator };
    private static readonly PortalUser Somebody = new("2", "bob");
    private static readonly PortalUser Operator = new("3", "Omar") { Role = PortalRole.Operator };
    private static readonly PortalUser Auditor = new("4", "Aida") { Role = PortalRole.Auditor };
    private static readonly Vm Machine = Machines.Named("web-01", ("env", "prod")) with { Logins = ["root", "deploy"] };

    private readonly AccessPolicy _policy = Policies.New();

    [Fact]
    public void Decide_AdministratorOfAPortalWithoutRules_MayUseTheListedLogins()
    {
        Assert.True(_policy.Decide(Administrator, AccessAction.SeeVm, Machine, login: null).IsAllowed);
        var decision = _policy.Decide(Administrator, AccessAction.OpenShell, Machine, "root");
        Assert.Equal(AccessDecision.Allowed("Allowed by rule 'Administrators everywhere', login root."), decision);
        Assert.Equal(["root", "deploy"], _policy.LoginsOf(Administrator, Machine));
    }

    [Theory]
    [InlineData("admin")]
    [InlineData("Root")]
    [InlineData("")]
    [InlineData(null)]
    public void Decide_LoginThatIsNotListed_IsDenied(string? login) =>
        Assert.False(_policy.Decide(Administrator, AccessAction.OpenShell, Machine, login).IsAllowed);

    [Fact]
    public void Decide_EveryActionOfEverybodyElse_IsDeniedAsIfThereWereNoSuchMachine()
    {
        foreach (var action in Enum.GetValues<AccessAction>().Where(action => action != AccessAction.PassThrough))
        {
            Assert.Equal(AccessDecision.Unknown, _policy.Decide(Administrator, action, vm: null, "root"));
            Assert.Equal(AccessDecision.Unknown, _policy.Decide(Somebody, action, Machine, "root"));
            Assert.Equal(AccessDecision.Unknown, _policy.Decide(Somebody, action, vm: null, "root"));
            Assert.False(_policy.Decide(user: null, action, Machine, "root").IsAllowed);
        }

        Assert.Empty(_policy.LoginsOf(Somebody, Machine));
        Assert.Empty(_policy.LoginsOf(user: null, Machine));
    }

    [Fact]
    public void Decide_AdministratorWithoutARule_SeesAndIsToldWhyNot()
    {
        var policy = Policies.Of(SomeRules.Allow("others") with { Who = SomeRules.Users("cleo") });

        Assert.True(policy.Decide(Administrator, AccessAction.SeeVm, Machine, login: null).IsAllowed);
        Assert.True(policy.Decide(Operator, AccessAction.SeeVm, Machine, login: null).IsAllowed);
        Assert.Equal(
            AccessDecision.Denied("No rule lets you open a shell on web-01 as 'root'."), policy.Decide(Administrator, AccessAction.OpenShell, Machine, "root"));
    }

    [Fact]
    public void Decide_Auditor_SeesEverythingAndNeverConnects_WhateverRulesSay()
    {
        var policy = Policies.Of(SomeRules.Allow("all") with { What = RuleActivities.All });

        Assert.True(policy.Decide(Auditor, AccessAction.SeeVm, Machine, login: null).IsAllowed);
        Assert.All(
            [AccessAction.OpenShell, AccessAction.Watch, AccessAction.PassThrough], action => Assert.False(policy.Decide(Auditor, action, Machine, "root").IsAllowed));
        Assert.Empty(policy.LoginsOf(Auditor, Machine));
        Assert.True(policy.Decide(Somebody, AccessAction.OpenShell, Machine, "root").IsAllowed);
    }

    [Fact]
    public void Decide_Watch_TakesTheRightToOpenAShellToo()
    {
        var both = Policies.Of(SomeRules.Allow("both") with { What = RuleActivities.Shell | RuleActivities.Watch });
        var shell = Policies.Of(SomeRules.Allow("shell"));
        var watch = Policies.Of(SomeRules.Allow("watch") with { What = RuleActivities.Watch });

        Assert.True(both.Decide(Somebody, AccessAction.Watch, Machine, "root").IsAllowed);
        Assert.False(shell.Decide(Somebody, AccessAction.Watch, Machine, "root").IsAllowed);
        Assert.False(watch.Decide(Somebody, AccessAction.Watch, Machine, "root").IsAllowed);
    }

    [Fact]
    public void Rules_KnowPeopleByNameByGroupAndByTheGroupOfTheirRole()
    {
        var policy = Policies.Of(
            SomeRules.Allow("a") with { Who = SomeRules.Users("BOB"), Logins = ["root"] },
            SomeRules.Allow("b") with { Who = SomeRules.Members("Dba"), Logins = ["deploy"] },
            SomeRules.Allow("c") with { Who = SomeRules.Members("operators"), Logins = ["{user}"] });

        Assert.Equal(["root"], policy.LoginsOf(Somebody, Machine));
        Assert.Equal(["root", "deploy"], policy.LoginsOf(Somebody with { Groups = ["dba"] }, Machine));
        Assert.Equal(["Omar"], policy.LoginsOf(Operator, Machine));
        Assert.True(policy.Decide(Operator, AccessAction.OpenShell, Machine, "Omar").IsAllowed);
    }

    [Fact]
    public void Decide_OutsideOfHours_TheMachineIsKnownAndTheTimeTold_AndItIsNotListed()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 20, 0, 0, TimeSpan.Zero));
        var policy = new AccessPolicy(Policies.Book(SomeRules.Allow("office") with { When = SomeRules.Hours("UTC", "daily 08:00-18:00") }), time);
        var inventory = new VmCatalog([Machine]);

        Assert.True(policy.Decide(Somebody, AccessAction.SeeVm, Machine, login: null).IsAllowed);
        Assert.Contains("would allow it from", policy.Decide(Somebody, AccessAction.OpenShell, Machine, "root").Explanation, StringComparison.Ordinal);
        Assert.Empty(policy.SeenBy(Somebody, inventory.Search(new VmQuery())));

        time.Advance(TimeSpan.FromHours(13));
        Assert.Single(policy.SeenBy(Somebody, inventory.Search(new VmQuery())));
    }

    [Fact]
    public void Decide_RangeOfAddresses_AsksWhereThePersonComesFrom()
    {
        var policy = Policies.Of(SomeRules.Allow("vpn") with { From = ["10.0.0.0/8"] });

        Assert.True(policy.Decide(Somebody with { From = IPAddress.Parse("10.1.2.3") }, AccessAction.OpenShell, Machine, "root").IsAllowed);
        Assert.False(policy.Decide(Somebody with { From = IPAddress.Parse("192.0.2.1") }, AccessAction.OpenShell, Machine, "root").IsAllowed);
        Assert.False(policy.Decide(Somebody, AccessAction.OpenShell, Machine, "root").IsAllowed);
    }

    [Fact]
    public void SeenBy_IsWhatOneMachineAfterAnotherWouldBe()
    {
        var random = new Random(7);
        var machines = SomeRules.RandomMachines(random, 200);
        var policy = Policies.Of([.. Enumerable.Range(0, 30).Select(i => SomeRules.Random(random, i) with { When = RuleTimes.Always, From = [] })]);
        var catalog = new VmCatalog(machines);

        foreach (var name in new[] { "ana", "bob", "cleo", "zoe" })
        {
            var person = new PortalUser(name, name) { Groups = random.Next(2) == 0 ? ["dba"] : [] };
            var found = catalog.Search(VmQuery.Parse("env:prod"));

            Assert.Equal(
                found.Where(vm => policy.Decide(person, AccessAction.SeeVm, vm, login: null).IsAllowed).Select(vm => vm.Name), policy.SeenBy(person, found).Select(vm => vm.Name));
        }
    }

    [Fact]
    public void SeenBy_RolesThatLookAfterMachines_SeeAll_AndNobodySeesNothing()
    {
        var everything = new VmCatalog([Machine]).Search(new VmQuery());
        var policy = Policies.Of(SomeRules.Deny("nothing"));

        Assert.All([Administrator, Operator, Auditor], user => Assert.Single(policy.SeenBy(user, everything)));
        Assert.Empty(policy.SeenBy(Somebody, everything));
        Assert.Empty(policy.SeenBy(user: null, everything));
    }

    [Theory]
    [InlineData(PortalRole.Administrator, true, true, false)]
    [InlineData(PortalRole.Operator, true, true, false)]
    [InlineData(PortalRole.Auditor, true, false, false)]
    [InlineData(PortalRole.User, false, false, false)]
    public void Decide_OthersSessions_ByRole(PortalRole role, bool sees, bool ends, bool uses)
    {
        var user = new PortalUser("9", "x") { Role = role };

        Assert.Equal((sees, ends, uses), (May(SessionAction.See, "1"), May(SessionAction.End, "1"), May(SessionAction.Use, "1")));
        Assert.True(May(SessionAction.Use, "9"));

        bool May(SessionAction action, string owner) => _policy.Decide(user, action, owner).IsAllowed;
    }

    [Fact]
    public void Decide_AnActionWithoutARule_IsDeniedEvenToAdministrators() =>
        Assert.False(_policy.Decide(Administrator, (AccessAction)999, Machine, "root").IsAllowed);

    [Fact]
    public void Decide_SignedOut_AnswersTheSameForEveryMachine() =>
        Assert.Equal(
            _policy.Decide(user: null, AccessAction.SeeVm, Machine, login: null),
            _policy.Decide(user: null, AccessAction.SeeVm, vm: null, login: null));
}

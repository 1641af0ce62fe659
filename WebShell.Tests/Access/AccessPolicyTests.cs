using WebShell.Core.Access;
using WebShell.Core.Inventory;
using WebShell.Tests.Inventory;

namespace WebShell.Tests.Access;

public sealed class AccessPolicyTests
{
    private static readonly PortalUser Administrator = new("1", "Ann") { Role = PortalRole.Administrator };
    private static readonly PortalUser Somebody = new("2", "Bob");
    private static readonly Vm Machine = Machines.Named("web-01");

    private readonly AccessPolicy _policy = new();

    [Fact]
    public void Decide_Administrator_MayUseTheListedLogins()
    {
        Assert.True(_policy.Decide(Administrator, AccessAction.SeeVm, Machine, login: null).IsAllowed);
        Assert.True(_policy.Decide(Administrator, AccessAction.OpenShell, Machine, "root").IsAllowed);
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
        foreach (var action in Enum.GetValues<AccessAction>())
        {
            var unknown = _policy.Decide(Administrator, action, vm: null, "root");
            Assert.False(unknown.IsAllowed);
            Assert.Equal(unknown, _policy.Decide(Somebody, action, Machine, "root"));
            Assert.Equal(unknown, _policy.Decide(Somebody, action, vm: null, "root"));
            Assert.False(_policy.Decide(user: null, action, Machine, "root").IsAllowed);
        }
    }

    [Fact]
    public void Decide_AnActionWithoutARule_IsDeniedEvenToAdministrators() =>
        Assert.False(_policy.Decide(Administrator, (AccessAction)999, Machine, "root").IsAllowed);

    [Fact]
    public void Decide_SignedOut_AnswersTheSameForEveryMachine() =>
        Assert.Equal(
            _policy.Decide(user: null, AccessAction.SeeVm, Machine, login: null),
            _policy.Decide(user: null, AccessAction.SeeVm, vm: null, login: null));

    [Theory]
    [InlineData(PortalRole.User, "")]
    [InlineData(PortalRole.Operator, "ManageHostKeys EditMachines ImportMachines ShareViews AnswerRequests")]
    [InlineData(PortalRole.Auditor, "SeeAudit")]
    [InlineData(PortalRole.Administrator, "ManageHostKeys EditMachines ImportMachines ShareViews AnswerRequests SeeAudit SeeSettings ManageAccounts ManageRules ManageCredentials")]
    public void Decide_EachRole_MayDoWithThePortalWhatItIsThereFor(PortalRole role, string allowed) =>
        Assert.Equal(allowed, string.Join(' ', Enum.GetValues<PortalAction>().Where(action => _policy.Decide(new PortalUser("3", "Cleo") { Role = role }, action).IsAllowed)));

    [Fact]
    public void Decide_PortalActionOfNobodyOrOfNoName_IsDenied()
    {
        Assert.All(Enum.GetValues<PortalAction>(), action => Assert.False(_policy.Decide(user: null, action).IsAllowed));
        Assert.False(_policy.Decide(Administrator, (PortalAction)999).IsAllowed);
    }
}

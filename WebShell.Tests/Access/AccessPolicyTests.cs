using WebShell.Core.Access;
using WebShell.Core.Inventory;
using WebShell.Tests.Inventory;

namespace WebShell.Tests.Access;

public sealed class AccessPolicyTests
{
    private static readonly PortalUser Administrator = new("1", "Ann") { IsAdministrator = true };
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
}

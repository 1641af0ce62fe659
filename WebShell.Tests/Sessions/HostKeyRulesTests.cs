using Microsoft.Extensions.Options;
using WebShell.Core.Inventory;
using WebShell.Core.Sessions;
using WebShell.Core.Shells;

namespace WebShell.Tests.Sessions;

public sealed class HostKeyRulesTests
{
    [Theory]
    [InlineData("prod", HostKeyPolicy.PinnedOnly)]
    [InlineData("PROD", HostKeyPolicy.PinnedOnly)]
    [InlineData("dev", HostKeyPolicy.TrustOnFirstUse)]
    [InlineData("both", HostKeyPolicy.PinnedOnly)]
    [InlineData("other", HostKeyPolicy.TrustOnFirstUse)]
    public void Of_FollowsTheLabels_AndTheStricterWins(string env, HostKeyPolicy expected)
    {
        var rules = Rules(new() { PinnedOnly = { "env:prod", "env:both" }, TrustOnFirstUse = { "env:dev", "env:both" } });

        Assert.Equal(expected, rules.Of(Machine(env)));
    }

    [Fact]
    public void Of_MachineThatNoListNames_IsTheDefault() =>
        Assert.Equal(HostKeyPolicy.PinnedOnly, Rules(new() { Default = HostKeyPolicy.PinnedOnly, TrustOnFirstUse = { "env:dev" } }).Of(Machine("prod")));

    [Fact]
    public void Of_MachineWithAPolicyOfItsOwn_IsThat()
    {
        var rules = Rules(new() { PinnedOnly = { "env:prod" } });

        Assert.Equal(HostKeyPolicy.TrustOnFirstUse, rules.Of(Machine("prod") with { HostKeyPolicy = "TrustOnFirstUse" }));
        Assert.Equal(HostKeyPolicy.PinnedOnly, rules.Of(Machine("dev") with { HostKeyPolicy = "PinnedOnly" }));
    }

    [Theory]
    [InlineData("prod")]
    [InlineData(":prod")]
    [InlineData("env:")]
    public void Options_WithALabelThatIsNone_NameIt(string label)
    {
        var result = new HostKeyRuleOptionsRules().Validate(null, new HostKeyRuleOptions { PinnedOnly = { label } });

        Assert.Contains($"\"{label}\"", result.FailureMessage, StringComparison.Ordinal);
    }

    private static HostKeyRules Rules(HostKeyRuleOptions options) => new(Options.Create(options));

    private static Vm Machine(string env) =>
        new() { Name = "web-01", Address = "10.0.0.1", Logins = ["root"], Labels = new Dictionary<string, string> { ["env"] = env } };
}

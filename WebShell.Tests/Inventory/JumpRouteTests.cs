using Microsoft.Extensions.Logging.Abstractions;
using WebShell.Core.Inventory;

namespace WebShell.Tests.Inventory;

public sealed class JumpRouteTests
{
    [Fact]
    public void Way_OfAChain_FollowsEachMachinesOwnUsualJump()
    {
        Vm[] machines = [Reached("vault", "inner"), Reached("inner", "Middle", "other"), Reached("middle", "gate"), Reached("gate"), Reached("other")];

        Assert.Equal(["gate", "middle", "inner"], To(machines, "vault").Hops.Select(vm => vm.Name));
        Assert.Equal([], To(machines, "gate").Hops);
        Assert.Null(To(machines, "vault").Problem);
    }

    [Fact]
    public void Way_ThroughAMachineThatIsNotListed_NamesBoth() => Assert.Equal(
        "inner is reached through gate, but there is no machine of that name.",
        To([Reached("vault", "inner"), Reached("inner", "gate")], "vault").Problem);

    [Theory]
    [InlineData("the way to a goes in a circle: a → c → b → a.", "a:b", "b:c", "c:a")]
    [InlineData("the way to a goes in a circle: a → a.", "a:A")]
    [InlineData("the way to a goes in a circle: c → b → c → a.", "a:c", "c:b", "b:c")]
    public void Way_InACircle_IsShownWhole(string problem, params string[] machines) =>
        Assert.Equal(problem, To([.. machines.Select(text => text.Split(':')).Select(parts => Reached(parts[0], parts[1]))], "a").Problem);

    [Theory]
    [InlineData(5, null)]
    [InlineData(6, "the way to m0 passes through more than 5 machines: … → m5 → m4 → m3 → m2 → m1 → m0.")]
    public void Way_ThroughManyMachines_HasABound(int hops, string? problem)
    {
        Vm[] machines = [.. Enumerable.Range(0, hops).Select(i => Reached($"m{i}", $"m{i + 1}")), Reached($"m{hops}")];

        Assert.Equal(problem, To(machines, "m0").Problem);
    }

    [Fact]
    public async Task Inventory_WithBrokenWays_KeepsTheMachinesAndNamesEachMistake()
    {
        using var inventory = new VmInventory(
            [new ListSource("a", Reached("vault", "gate", "nowhere"), Reached("x", "y")), new ListSource("b", Reached("gate"), Reached("y", "x"))],
            NullLogger<VmInventory>.Instance);

        await inventory.RefreshAsync(default);

        Assert.Equal(4, inventory.All.Count);
        Assert.Equal(
            [
                "a: vault is reached through nowhere, but there is no machine of that name.",
                "a: the way to x goes in a circle: x → y → x.",
                "b: the way to y goes in a circle: y → x → y.",
            ],
            inventory.Error!.Split('\n'));
    }

    [Fact]
    public async Task Inventory_WithoutTheOneJumpOfThousands_NamesTwentyAndSaysThereAreMore()
    {
        using var inventory = new VmInventory(
            [new ListSource("a", [.. Enumerable.Range(0, 3000).Select(i => Reached($"web-{i}", "gone"))])], NullLogger<VmInventory>.Instance);

        await inventory.RefreshAsync(default);

        var lines = inventory.Error!.Split('\n');
        Assert.Equal((21, "… and more machines whose way is broken."), (lines.Length, lines[^1]));
    }

    [Fact]
    public void Yaml_JumpOrJumps_AreReadInTheirOrder()
    {
        var machines = YamlInventory.Read(
            """
            machines:
              - { name: a, address: 10.0.0.1, login: root, jump: gate }
              - { name: b, address: 10.0.0.2, login: root, jumps: [gate-1, gate-2] }
              - { name: c, address: 10.0.0.3, login: root }
            """,
            "x");

        Assert.Equal(["gate", "gate-1,gate-2", ""], machines.Select(vm => string.Join(',', vm.Jumps)));
    }

    [Theory]
    [InlineData("jump: 'a b'", "line 2: jump 'a b' is not the name of a machine.")]
    [InlineData("jump: -oProxyCommand=x", "line 2: jump '-oProxyCommand=x' is not the name of a machine.")]
    [InlineData("jump: [a, b]", "line 2: jump must be a single value.")]
    [InlineData("jumps: a", "line 2: jumps must be a list.")]
    [InlineData("jump: a, jumps: [b]", "line 2: a machine has either 'jump' or 'jumps'.")]
    [InlineData("jumps: [a,a,a,a,a,a,a,a,a,a,a]", "line 2: a machine has at most 10 jumps.")]
    public void Yaml_WithAJumpThatIsNone_NamesTheLine(string jump, string mistake) => Assert.Contains(
        mistake,
        Assert.Throws<InventoryException>(() => YamlInventory.Read($"machines:\n  - {{ name: a, address: 10.0.0.1, login: root, {jump} }}\n", "x")).Message.Split('\n'));

    private static Vm Reached(string name, params string[] jumps) => Machines.Named(name) with { Jumps = jumps };

    private static JumpRoute To(Vm[] machines, string name)
    {
        var byName = machines.ToDictionary(vm => vm.Name, StringComparer.OrdinalIgnoreCase);
        return JumpRoute.To(byName[name], byName[name].Jumps.Count > 0 ? byName[name].Jumps[0] : null, byName.GetValueOrDefault);
    }
}

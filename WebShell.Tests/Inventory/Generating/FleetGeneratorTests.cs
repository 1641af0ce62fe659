using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Generating;

namespace WebShell.Tests.Inventory.Generating;

public sealed class FleetGeneratorTests
{
    [Fact]
    public void Machines_TenThousand_AreValidDistinctAndReachable()
    {
        var machines = FleetGenerator.Machines(10_000);

        Assert.Equal(10_000, machines.Count);
        Assert.Empty(machines.SelectMany(VmValidation.Check));
        Assert.Equal(machines.Count, machines.DistinctBy(vm => vm.Name, StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(machines.Count, machines.DistinctBy(vm => vm.Address).Count());
        var byName = machines.ToDictionary(vm => vm.Name);
        Assert.All(machines, vm => Assert.All(vm.Jumps, jump => Assert.Null(JumpRoute.To(vm, jump, byName.GetValueOrDefault).Problem)));
    }

    [Fact]
    public void Machines_LookLikeACompany()
    {
        var machines = FleetGenerator.Machines(10_000);

        Assert.Equal(4, machines.Select(vm => vm.Environment).Distinct().Count());
        Assert.InRange(machines.Count(vm => vm.Jumps.Count > 0), 2_000, 6_000);
        Assert.InRange(machines.Select(vm => vm.Labels["site"]).Distinct().Count(), 12, 12);
        Assert.InRange(machines.Select(vm => vm.Owner).Distinct().Count(), 10, 30);
        Assert.InRange(machines.Average(vm => vm.Labels.Count), 5, 9);
    }

    [Fact]
    public void Machines_SameSeed_AreTheSame_AndTheSmallFleetIsTheBeginningOfTheLargeOne()
    {
        var few = FleetGenerator.Machines(500, seed: 7).Select(Facts);
        var many = FleetGenerator.Machines(2_000, seed: 7).Take(500).Select(Facts);

        Assert.Equal(few, many);
        Assert.NotEqual(few, FleetGenerator.Machines(500, seed: 8).Select(Facts));
    }

    [Fact]
    public void Machines_AHundredThousand_HaveAddressesOfTheirOwn() =>
        Assert.Equal(100_000, FleetGenerator.Machines(100_000).DistinctBy(vm => vm.Address).DistinctBy(vm => vm.Name).Count());

    [Theory]
    [InlineData(0)]
    [InlineData(FleetGenerator.MaxMachines + 1)]
    public void Machines_NoSuchCount_IsRefused(int count) => Assert.Throws<ArgumentOutOfRangeException>(() => FleetGenerator.Machines(count));

    private static string Facts(Vm vm) =>
        string.Join('|', [vm.Name, vm.Address, vm.Port.ToString(), vm.OperatingSystem, vm.Owner, .. vm.Logins, .. vm.Jumps, .. vm.Labels.Select(label => $"{label.Key}={label.Value}")]);
}

using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Stored;

namespace WebShell.Tests.Inventory;

public sealed class MachineFieldsTests
{
    private static readonly Vm One = Machines.Named("web-01", ("env", "prod"), ("role", "web"));

    private static readonly Vm Other = Machines.Named("web-02", ("env", "dev"), ("site", "ams")) with
    {
        Address = "10.0.0.9",
        OtherAddresses = ["10.0.0.8"],
        Port = 23,
        Logins = ["a", "b"],
        Jumps = ["gate"],
        OperatingSystem = "os",
        Owner = "owner",
        Notes = "notes",
        Links = [new("wiki", "https://a.example")],
        ConsoleUrl = "https://b.example",
        HostKeyPolicy = "PinnedOnly",
        Credential = "key",
        AllowsLegacyAlgorithms = true,
        AllowLoopback = true,
    };

    [Fact]
    public void Differences_NameEveryFieldAndEachLabel()
    {
        var changes = MachineFields.Differences(One, Other);

        Assert.Equal(
            ["name", "address", "addresses", "port", "logins", "jumps", "os", "owner", "notes", "links", "console", "hostKeyPolicy", "credential", "algorithms", "allowLoopback", "labels.env", "labels.role", "labels.site"],
            changes.Select(change => change.Field));
        Assert.Equal(new FieldChange("labels.env", "prod", "dev"), changes[^3]);
        Assert.Equal(new FieldChange("labels.role", "web", ""), changes[^2]);
        Assert.Equal(new FieldChange("logins", "root", "a\nb"), changes[4]);
        Assert.Empty(MachineFields.Differences(One, One with { Slug = "x", Source = "y", Labels = new Dictionary<string, string>(One.Labels) }));
    }

    [Fact]
    public void Take_EveryDifference_LeavesNone()
    {
        var machine = MachineFields.Differences(One, Other).Aggregate(One, (vm, change) => MachineFields.Take(vm, Other, change.Field));

        Assert.Empty(MachineFields.Differences(machine, Other));
        Assert.Equal("web-01", machine.Slug);
        Assert.Equal(["a\nb", "dev", ""], new[] { "logins", "labels.env", "labels.role" }.Select(field => MachineFields.Text(machine, field)));
    }
}

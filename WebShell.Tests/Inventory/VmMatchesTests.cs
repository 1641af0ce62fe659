using Microsoft.Extensions.Logging.Abstractions;
using WebShell.Core.Inventory;

namespace WebShell.Tests.Inventory;

public sealed class VmMatchesTests
{
    private static readonly Vm[] Fleet =
    [
        Machines.Named("web-2", ("env", "prod"), ("Role", "web")) with { Address = "10.0.0.10", Logins = ["deploy", "root"] },
        Machines.Named("web-10", ("env", "dev"), ("Role", "web")) with { Address = "10.0.0.9" },
        Machines.Named("db-1", ("env", "prod"), ("os", "a label")) with { OperatingSystem = "Debian 12" },
        Machines.Named("plain"),
    ];

    [Theory]
    [InlineData("name", false, "db-1 plain web-2 web-10")]
    [InlineData("name", true, "web-10 web-2 plain db-1")]
    [InlineData("env", false, "web-10 db-1 web-2 plain")]
    [InlineData("env", true, "db-1 web-2 web-10 plain")]
    [InlineData("address", false, "db-1 plain web-10 web-2")]
    [InlineData("role", false, "web-2 web-10 db-1 plain")]
    [InlineData("login", false, "web-2 db-1 plain web-10")]
    [InlineData("os", false, "db-1 plain web-2 web-10")]
    [InlineData("label.os", true, "db-1 plain web-2 web-10")]
    [InlineData("nothing", true, "db-1 plain web-2 web-10")]
    public async Task OrderedBy_AFieldOrLabel_IsNaturalStableAndHasNothingLast(string name, bool isDescending, string expected) =>
        Assert.Equal(expected, Names((await EverythingAsync()).OrderedBy(name, isDescending)));

    [Fact]
    public async Task OrderedBy_ANumber_PutsTheSmallestFirstAndKeepsEqualOnes() =>
        Assert.Equal("db-1 web-2 plain web-10", Names((await EverythingAsync()).OrderedBy(vm => vm.Environment == "prod" ? 1 : 2)));

    [Fact]
    public async Task GroupedBy_TwoNames_MakesOneGroupForEachPairAndKeepsTheOrderInside()
    {
        var groups = (await EverythingAsync()).OrderedBy("name", isDescending: true).GroupedBy(["env", "role"]);

        Assert.Equal(
            ["dev/web: web-10", "prod/web: web-2", "prod/: db-1", "/: plain"],
            groups.Select(group => $"{string.Join('/', group.Values)}: {Names(group.Machines)}"));
    }

    [Fact]
    public async Task GroupedBy_WhatNoMachineHas_IsOneGroup()
    {
        var group = Assert.Single((await EverythingAsync()).GroupedBy(["nothing"]));

        Assert.Equal(("", 4), (Assert.Single(group.Values), group.Machines.Count));
        Assert.Empty(VmMatches.None.GroupedBy(["env"]));
    }

    [Fact]
    public async Task Where_KeepsTheOrder()
    {
        var machines = await EverythingAsync();

        Assert.Equal("plain web-10", Names(machines.Where(vm => vm.Environment != "prod")));
        Assert.Same(machines, machines.Where(_ => true));
        Assert.Empty(machines.Where(_ => false));
    }

    private static string Names(IEnumerable<Vm> machines) => string.Join(' ', machines.Select(vm => vm.Name));

    private static async Task<VmMatches> EverythingAsync()
    {
        using var inventory = new VmInventory([new ListSource("list", Fleet)], NullLogger<VmInventory>.Instance);
        await inventory.RefreshAsync(default);
        return inventory.Search(new VmQuery());
    }
}

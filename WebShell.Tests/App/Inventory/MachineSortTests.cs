using Microsoft.Extensions.Logging.Abstractions;
using WebShell.App.Inventory;
using WebShell.Core.Inventory;
using WebShell.Tests.Inventory;

namespace WebShell.Tests.App.Inventory;

public sealed class MachineSortTests
{
    [Theory]
    [InlineData(null, "name")]
    [InlineData("", "name")]
    [InlineData("-", "name")]
    [InlineData("os", "os")]
    [InlineData("-ADDRESS", "-address")]
    [InlineData("-name", "-name")]
    [InlineData("colour", "name")]
    [InlineData("2", "name")]
    [InlineData("-2", "name")]
    [InlineData("labels", "name")]
    [InlineData("-label.role", "-label.role")]
    [InlineData("label.no key", "name")]
    public void Parse_WhateverTheUrlSays_IsAColumn(string? text, string expected) => Assert.Equal(expected, MachineSort.Parse(text).ToString());

    [Theory]
    [InlineData("address", "b c a d")]
    [InlineData("-address", "d a c b")]
    [InlineData("os", "b d a c")]
    [InlineData("-os", "d b a c")]
    public async Task Order_ByAColumn_KeepsNamesAmongEqualsAndEmptyOnesLast(string sort, string expected)
    {
        var machines = new[]
        {
            Machines.Named("a") with { Address = "10.0.0.10" },
            Machines.Named("b") with { Address = "10.0.0.2", OperatingSystem = "Debian 12" },
            Machines.Named("c") with { Address = "10.0.0.9" },
            Machines.Named("d") with { Address = "10.0.0.11", OperatingSystem = "Debian 13" },
        };

        using var inventory = new VmInventory([new ListSource("list", machines)], NullLogger<VmInventory>.Instance);
        await inventory.RefreshAsync(default);

        Assert.Equal(expected.Split(' '), MachineSort.Parse(sort).Order(inventory.Search(new VmQuery())).Select(vm => vm.Name));
    }
}

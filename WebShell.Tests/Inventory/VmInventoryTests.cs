using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using WebShell.Core.Inventory;

namespace WebShell.Tests.Inventory;

public sealed class VmInventoryTests
{
    [Fact]
    public async Task Refresh_SeveralSources_ListsAllByName()
    {
        using var inventory = new VmInventory([new ListSource("a", Machines.Named("Web-2"), Machines.Named("db-1")), new ListSource("b", Machines.Named("web-1"))], Logger);
        Assert.False(inventory.IsLoaded);
        Assert.Empty(inventory.All);

        await inventory.RefreshAsync(default);

        Assert.True(inventory.IsLoaded);
        Assert.Null(inventory.Error);
        Assert.Equal(["db-1", "web-1", "Web-2"], inventory.All.Select(vm => vm.Name));
        Assert.Equal(["a", "b", "a"], inventory.All.Select(vm => vm.Source));
    }

    [Fact]
    public async Task Find_AnyCase_FindsTheMachine()
    {
        using var inventory = await LoadedAsync(Machines.Named("Web-01"));

        Assert.Equal("Web-01", inventory.Find("wEB-01")?.Name);
        Assert.Null(inventory.Find("web-0"));
        Assert.Null(inventory.Find(""));
    }

    [Fact]
    public async Task Find_BySlugOrName_TheSlugCountsFirst()
    {
        using var inventory = await LoadedAsync(
            Machines.Named("web-99") with { Slug = "web-01" }, Machines.Named("web-01") with { Slug = "web-01-2" }, Machines.Named("db-01"));

        Assert.Equal(["web-99", "web-99", "web-01", "db-01"], new[] { "WEB-01", "web-99", "web-01-2", "db-01" }.Select(name => inventory.Find(name)!.Name));
        Assert.Equal("db-01", inventory.Find("db-01")!.Slug);
    }

    [Fact]
    public async Task Refresh_SameNameInTwoSources_FirstOneCountsAndTheConflictIsNamed()
    {
        using var inventory = new VmInventory([new ListSource("a", Machines.Named("web-1")), new ListSource("b", Machines.Named("WEB-1"))], Logger);

        await inventory.RefreshAsync(default);

        Assert.Equal("a", Assert.Single(inventory.All).Source);
        Assert.Equal("b: WEB-1 is already listed in a; the first one counts.", inventory.Error);
    }

    [Fact]
    public async Task Refresh_ASourceFails_KeepsItsLastGoodListAndSaysSo()
    {
        var failing = new ListSource("a", Machines.Named("web-1"));
        using var inventory = new VmInventory([failing, new ListSource("b", Machines.Named("web-2"))], Logger);
        await inventory.RefreshAsync(default);

        failing.Error = new InventoryException("line 3: no.");
        await inventory.RefreshAsync(default);
        Assert.Equal(["web-1", "web-2"], inventory.All.Select(vm => vm.Name));
        Assert.Equal("a: line 3: no.", inventory.Error);

        failing.Error = new InvalidOperationException("inner secret");
        await inventory.RefreshAsync(default);
        Assert.Equal("a: It could not be read; the log says why.", inventory.Error);

        failing.Error = null;
        failing.List = [];
        await inventory.RefreshAsync(default);
        Assert.Null(inventory.Error);
        Assert.Equal(["web-2"], inventory.All.Select(vm => vm.Name));
    }

    [Fact]
    public async Task Refresh_ASourceGivesAMachineThatMayNotBe_TakesNothingOfIt()
    {
        var source = new ListSource("a", Machines.Named("web-1"), Machines.Named("web-2") with { Port = 70000 });
        using var inventory = new VmInventory([source], Logger);

        await inventory.RefreshAsync(default);

        Assert.Empty(inventory.All);
        Assert.Equal("a: web-2: port 70000 is not between 1 and 65535.", inventory.Error);
    }

    [Fact]
    public async Task Refresh_TellsListenersAndSurvivesOneThatThrows()
    {
        using var inventory = new VmInventory([], Logger);
        var told = 0;
        inventory.Changed += () => told++;
        inventory.Changed += () => throw new InvalidOperationException();

        await inventory.RefreshAsync(default);

        Assert.Equal(1, told);
    }

    [Theory]
    [InlineData("", "db-1 web-1 web-2")]
    [InlineData("WEB", "web-1 web-2")]
    [InlineData("web team", "web-2")]
    [InlineData("prod", "db-1 web-1")]
    [InlineData("env:PROD", "db-1 web-1")]
    [InlineData("env:prod -role:db", "web-1")]
    [InlineData("-web", "db-1")]
    [InlineData("env:pro", "")]
    [InlineData("debian", "db-1")]
    [InlineData("root", "db-1 web-1 web-2")]
    [InlineData("10.0.0.1", "db-1 web-1 web-2")]
    [InlineData("\"team a\"", "web-2")]
    [InlineData("env", "")]
    [InlineData("1root", "")]
    [InlineData("env:*", "db-1 web-1 web-2")]
    [InlineData("rack:*", "")]
    [InlineData("-env:st*", "db-1 web-1")]
    [InlineData("ENV:*O*", "db-1 web-1")]
    [InlineData("label.role:w*", "web-1 web-2")]
    [InlineData("LABEL.env:prod -label.role:db", "web-1")]
    [InlineData("os:debian*", "db-1")]
    [InlineData("os:*", "db-1")]
    [InlineData("login:root -name:web-*", "db-1")]
    [InlineData("owner:\"team a\"", "web-2")]
    [InlineData("w*2", "web-2")]
    [InlineData("web*prod", "")]
    [InlineData("-w*b", "db-1")]
    [InlineData("*", "db-1 web-1 web-2")]
    [InlineData("\"web-1\n10\"", "")]
    [InlineData("täam", "")]
    [InlineData("2001:db8::7", "db-1")]
    [InlineData("address:2001:*", "db-1")]
    public async Task Search_WordsAndLabels_FindsWhatMatchesAll(string query, string expected)
    {
        using var inventory = await LoadedAsync(
            Machines.Named("web-1", ("env", "prod"), ("role", "web")),
            Machines.Named("web-2", ("env", "staging"), ("role", "web")) with { Owner = "Team A" },
            Machines.Named("db-1", ("env", "prod"), ("role", "db")) with { OperatingSystem = "Debian 12", OtherAddresses = ["2001:db8::7"] });

        Assert.Equal(expected, string.Join(' ', inventory.Search(VmQuery.Parse(query)).Select(vm => vm.Name)));
    }

    [Fact]
    public async Task Search_TenThousandMachines_AnswersWhileOneTypes()
    {
        using var inventory = await LoadedAsync([.. Enumerable.Range(0, 10_000).Select(i =>
            Machines.Named($"web-{i:00000}.site{i % 7}.example.net", ("env", i % 2 == 0 ? "prod" : "dev"), ("site", $"ams{i % 7}"), ("rack", $"r{i % 100}")))]);
        var query = VmQuery.Parse("web 77 env:prod -rack:r0");
        inventory.Search(query);

        var watch = Stopwatch.StartNew();
        var found = inventory.Search(query);
        watch.Stop();

        Assert.Equal(Enumerable.Range(0, 10_000).Count(i => i % 2 == 0 && i % 100 != 0 && $"{i:00000}".Contains("77", StringComparison.Ordinal)), found.Count);
        Assert.InRange(watch.ElapsedMilliseconds, 0, 100);
    }

    private static NullLogger<VmInventory> Logger => NullLogger<VmInventory>.Instance;

    private static async Task<VmInventory> LoadedAsync(params Vm[] machines)
    {
        var inventory = new VmInventory([new ListSource("list", machines)], Logger);
        await inventory.RefreshAsync(default);
        return inventory;
    }
}

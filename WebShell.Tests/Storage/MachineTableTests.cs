using Microsoft.Extensions.DependencyInjection;
using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Stored;
using WebShell.Core.Storage;
using WebShell.Tests.Inventory;
using WebShell.Tests.Support;

namespace WebShell.Tests.Storage;

/// <summary>The machines in a real database.</summary>
public abstract class MachineTableTests : IAsyncLifetime
{
    private StoredInventory _inventory = null!;

    private IMachineTable Table => _inventory.Services.GetRequiredService<IMachineTable>();

    [Fact]
    public async Task Row_WithEveryField_IsReadAsItWasWritten()
    {
        var vm = Machines.Named("Web-01", ("env", "prod"), ("rack", "ä/7")) with
        {
            Slug = "web-01",
            OtherAddresses = ["10.0.0.2", "web-01.example"],
            Port = 2222,
            Logins = ["deploy", "root"],
            Jumps = ["gate"],
            OperatingSystem = "Debian 12",
            Owner = "Team Ü",
            Notes = "# Notes\nline",
            Links = [new MachineLink("wiki", "https://wiki.example/web-01")],
            ConsoleUrl = "https://console.example",
            HostKeyPolicy = "PinnedOnly",
            Credential = "fleet",
            AllowLoopback = true,
            AllowsLegacyAlgorithms = true,
            Source = "machines.yaml",
        };
        var row = Row(vm) with { SourceId = "s1", ListedAs = "web-01", Edited = new Dictionary<string, string> { ["owner"] = "Team A" } };

        Assert.True(await Table.WriteAsync([row], 0, default));

        var read = await Table.ReadAsync(default);
        var back = Assert.Single(read.Rows);
        Assert.Empty(MachineFields.Differences(vm, back.Machine));
        Assert.Equal((vm.Slug, vm.Source, 1L), (back.Slug, back.Machine.Source, read.Revision));
        Assert.Equal(("s1", "web-01", 1, row.ChangedAt, "Ann"), (back.SourceId, back.ListedAs, back.Version, back.ChangedAt, back.ChangedBy));
        Assert.Equal(row.Edited, back.Edited);
        Assert.Null(back.RemovedAt);
    }

    [Fact]
    public async Task Write_OnARevisionThatIsPast_WritesNothing()
    {
        Assert.True(await Table.WriteAsync([Row(Machines.Named("a"))], 0, default));

        Assert.False(await Table.WriteAsync([Row(Machines.Named("b"))], 0, default));
        Assert.False(await Table.WriteAsync([Row(Machines.Named("b"))], 7, default));

        Assert.Equal(["a"], (await Table.ReadAsync(default)).Rows.Select(row => row.Name));
        Assert.Equal(1, await Table.ReadRevisionAsync(default));
    }

    [Fact]
    public async Task Write_ARemovedMachine_FreesItsNameAndNotItsSlug()
    {
        var row = Row(Machines.Named("web-01"));
        await Table.WriteAsync([row], 0, default);

        var removed = row with { Version = 2, RemovedAt = _inventory.Time.GetUtcNow(), RemovedBySourceId = "s1" };
        await Table.WriteAsync([Row(Machines.Named("WEB-01") with { Slug = "web-01-2" }), removed], 1, default);

        var read = await Table.ReadAsync(default);
        Assert.Equal("web-01-2", read.Named("web-01")!.Slug);
        Assert.Equal((removed.RemovedAt, "s1"), (read.Find("web-01")!.RemovedAt, read.Find("web-01")!.RemovedBySourceId));
        Assert.Equal("web-01-3", read.FreeSlug("web-01"));
    }

    [Fact]
    public async Task Write_ANameThatIsTaken_SaysSoAndWritesNothing()
    {
        await Table.WriteAsync([Row(Machines.Named("web-01"))], 0, default);

        var refused = await Assert.ThrowsAsync<InventoryException>(() =>
            Table.WriteAsync([Row(Machines.Named("db-01")), Row(Machines.Named("WEB-01") with { Slug = "x" })], 1, default));

        Assert.Contains("nothing was changed", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["web-01"], (await Table.ReadAsync(default)).Rows.Select(row => row.Name));
        Assert.Equal(1, await Table.ReadRevisionAsync(default));
    }

    [Fact]
    public async Task Store_AnotherNodeWroteMeanwhile_DecidesAgainOnWhatIsThere()
    {
        var other = (await _inventory.SecondNode()).GetRequiredService<MachineStore>();
        var decisions = new List<int>();

        await _inventory.Store.ChangeAsync(_ => [Row(Machines.Named("a"))], default);
        await other.ChangeAsync(
            now =>
            {
                decisions.Add(now.Rows.Count);
                return [Row(Machines.Named("b"))];
            },
            default);

        Assert.Equal([0, 1], decisions);
        Assert.Equal(["a"], _inventory.Inventory.All.Select(vm => vm.Name));
        await _inventory.Store.FollowAsync(default);
        Assert.Equal(["a", "b"], _inventory.Inventory.All.Select(vm => vm.Name));
    }

    [Fact]
    public async Task Store_AMachineThatMayNotBe_IsLeftOut()
    {
        await Table.WriteAsync([Row(Machines.Named("good")), Row(Machines.Named("bad") with { Port = 0 })], 0, default);

        var node = await _inventory.SecondNode();

        Assert.Equal(["good"], node.GetRequiredService<VmInventory>().All.Select(vm => vm.Name));
    }

    [Fact]
    public async Task Store_AProblemOfASource_IsTheInventorysUntilItIsGone()
    {
        await _inventory.Store.ReportAsync("s1", "a.yaml: line 3: no.", default);
        Assert.Equal("a.yaml: line 3: no.", _inventory.Inventory.Error);

        await _inventory.Store.ReportAsync("s1", null, default);
        Assert.Null(_inventory.Inventory.Error);
    }

    public async Task InitializeAsync() => _inventory = await StoredInventory.StartAsync(await ChooseAsync());

    public async Task DisposeAsync() => await _inventory.DisposeAsync();

    private StoredMachine Row(Vm vm) => new() { Machine = vm, ChangedAt = _inventory.Time.GetUtcNow(), ChangedBy = "Ann" };

    /// <summary>Where the database is.</summary>
    protected virtual Task<Action<StorageOptions>> ChooseAsync() => Task.FromResult<Action<StorageOptions>>(_ => { });
}

public sealed class MachineTableInAFileTests : MachineTableTests;

[Collection(PostgreSql.Name)]
public sealed class MachineTableInPostgreSqlTests(PostgreSqlServer server) : MachineTableTests
{
    protected override Task<Action<StorageOptions>> ChooseAsync() => server.NewDatabaseAsync();
}

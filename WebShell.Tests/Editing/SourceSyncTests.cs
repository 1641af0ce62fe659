using WebShell.Core.Audit;
using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Import;
using WebShell.Tests.Support;

namespace WebShell.Tests.Editing;

/// <summary>Files taken over by themselves, in a real database.</summary>
public sealed class SourceSyncTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("webshell-sources-").FullName;
    private StoredInventory _inventory = null!;

    private string ListFile => Path.Combine(_folder, "machines.csv");

    private VmInventory Machines => _inventory.Inventory;

    private MachineSource Configured => _inventory.Sync.Configured!;

    [Fact]
    public async Task Sync_TakesTheFileOver_AndAgainChangesAndNotesNothing()
    {
        await WriteAsync("web-01,10.0.0.1,root", "web-02,10.0.0.2,root");

        var record = await LookAsync();

        Assert.Equal((SyncOutcome.Applied, 2, "schedule"), (record.Outcome, record.Added, record.By));
        Assert.Equal(("machines.csv", "10.0.0.2"), (Machines.Find("web-02")!.Source, Machines.Find("web-02")!.Address));
        Assert.Equal(("schedule", "machines.csv"), (_inventory.Audit.Events[^1].ActorName, _inventory.Audit.Events[^1].On));
        Assert.Null(Machines.Error);

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(SyncOutcome.Unchanged, (await LookAsync()).Outcome);
        }

        Assert.Equal([SyncOutcome.Applied, SyncOutcome.Unchanged], (await HistoryAsync()).Select(look => look.Outcome).Order());
        Assert.Single(_inventory.Audit.Events, entry => entry.Kind == AuditKind.MachinesImported);
    }

    [Fact]
    public async Task Sync_WithABadMachine_TakesTheGoodOnes_AndNamesTheBad()
    {
        await WriteAsync("web-01,10.0.0.1,root", "web-02,10.0.0.1.1,root");

        var record = await LookAsync();

        Assert.Equal((SyncOutcome.Applied, 1, 1), (record.Outcome, record.Added, record.Rejected));
        Assert.Equal(["web-01"], Machines.All.Select(vm => vm.Name));
        Assert.StartsWith("machines.csv: row 3", Machines.Error, StringComparison.Ordinal);
        Assert.Contains("10.0.0.1.1", Machines.Error, StringComparison.Ordinal);
        Assert.Equal(Machines.Error, $"machines.csv: {record.Details}");

        await WriteAsync("web-01,10.0.0.1,root", "web-02,10.0.0.2,root");
        await LookAsync();
        Assert.Null(Machines.Error);
    }

    [Theory]
    [InlineData("<html>not a list</html>\n", "row 1: there is no column 'name'.")]
    [InlineData(null, "The file could not be read")]
    public async Task Sync_OfSomethingElse_FailsInWords_AndTheMachinesStay(string? text, string sentence)
    {
        await WriteAsync("web-01,10.0.0.1,root");
        await LookAsync();
        if (text is null)
        {
            File.Delete(ListFile);
        }
        else
        {
            await File.WriteAllTextAsync(ListFile, text);
        }

        var record = await LookAsync();

        Assert.Equal(SyncOutcome.Failed, record.Outcome);
        Assert.StartsWith(sentence, record.Sentence, StringComparison.Ordinal);
        Assert.StartsWith($"machines.csv: {sentence}", Machines.Error, StringComparison.Ordinal);
        Assert.NotNull(Machines.Find("web-01"));
    }

    [Fact]
    public async Task Sync_ThatWouldRemoveMany_IsHeld_UntilAPersonAppliesIt()
    {
        await WriteAsync([.. Enumerable.Range(0, 30).Select(n => $"web-{n:00},10.0.0.1,root")]);
        await LookAsync();
        await WriteAsync("web-00,10.0.0.9,root");

        var record = await LookAsync();

        Assert.Equal((SyncOutcome.Held, 29), (record.Outcome, record.Removed));
        Assert.Equal("Held: it would remove 29 of 30 machines. Nothing was changed; look at it and apply it if that is right.", record.Sentence);
        Assert.Equal((30, "10.0.0.1"), (Machines.All.Count, Machines.Find("web-00")!.Address));
        Assert.Equal($"machines.csv: {record.Sentence}", Machines.Error);

        var sources = _inventory.Sources();
        var plan = await sources.PlanAsync(Configured, await sources.ReadAsync(Configured, default), new HashSet<string>(), default);
        Assert.True(plan.RemovesMany);
        await sources.ApplyAsync(plan, default);
        Assert.Equal("10.0.0.9", Assert.Single(Machines.All).Address);
        Assert.Null(Machines.Error);
    }

    [Fact]
    public async Task Sync_TwiceAtATime_IsRefused()
    {
        await WriteAsync("web-01,10.0.0.1,root");
        Task<SyncRecord>? second = null;
        _inventory.Sync.Changed += () => second ??= _inventory.Sync.SyncAsync(Configured, "ann", "Ann", default);

        await LookAsync();

        Assert.Equal("machines.csv is being read already.", (await Assert.ThrowsAsync<InventoryException>(() => second!)).Message);
        Assert.Equal((false, _inventory.Time.GetUtcNow()), (_inventory.Sync.StateOf(Configured.Id).IsRead, _inventory.Sync.StateOf(Configured.Id).LastLookAt!.Value));
    }

    [Fact]
    public async Task ConfiguredSource_IsListedFirst_AndNotChangedInThePage()
    {
        await WriteAsync("web-01,10.0.0.1,root");
        await LookAsync();
        var sources = _inventory.Sources();

        Assert.Equal((Configured, 1), Assert.Single(await sources.ListAsync(default)));
        Assert.Equal("name", Assert.Single(await sources.SaveAsync(Configured, default)).Field);
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => _inventory.Sources(isAdministrator: false).SyncAsync(Configured, default));
    }

    public async Task InitializeAsync() => _inventory = await StoredInventory.StartWithFileAsync(ListFile);

    public async Task DisposeAsync()
    {
        await _inventory.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private Task WriteAsync(params string[] rows) => File.WriteAllTextAsync(ListFile, $"name,address,logins\n{string.Join('\n', rows)}\n");

    private async Task<SyncRecord> LookAsync()
    {
        _inventory.Time.Advance(TimeSpan.FromSeconds(1));
        return await _inventory.Sync.SyncAsync(Configured, "schedule", "schedule", default);
    }

    private Task<IReadOnlyList<SyncRecord>> HistoryAsync() => _inventory.Sources().HistoryAsync(Configured.Id, 10, default);
}

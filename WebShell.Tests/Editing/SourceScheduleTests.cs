using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Import;
using WebShell.Tests.Inventory;
using WebShell.Tests.Support;

namespace WebShell.Tests.Editing;

/// <summary>The schedule on a clock of the tests, with real files and a real database.</summary>
public sealed class SourceScheduleTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("webshell-sources-").FullName;
    private StoredInventory _inventory = null!;

    private string ConfiguredFile => Path.Combine(_folder, "machines.yaml");

    private VmInventory Machines => _inventory.Inventory;

    [Fact]
    public async Task Start_TheInventoryIsLoadedOnceItsFileWasRead_AndFollowsIt()
    {
        await File.WriteAllTextAsync(ConfiguredFile, "machines: [{ name: web-01, address: 10.0.0.1, login: root }]");
        Assert.False(Machines.IsLoaded);

        await _inventory.StartScheduleAsync();
        await _inventory.PassTimeUntilAsync(() => Machines.IsLoaded);
        Assert.Equal(["web-01"], Names());

        await File.WriteAllTextAsync(ConfiguredFile, "machines: [{ name: web-01, address: 10.0.0.1, login: root }, { name: web-02, address: 10.0.0.2, login: root }]");
        await _inventory.PassTimeUntilAsync(() => Names() is ["web-01", "web-02"]);
    }

    [Fact]
    public async Task Start_WithoutItsFile_IsLoadedAllTheSame_AndSaysSo()
    {
        await _inventory.StartScheduleAsync();
        await _inventory.PassTimeUntilAsync(() => Machines.IsLoaded);

        Assert.StartsWith("machines.yaml: The file could not be read", Machines.Error, StringComparison.Ordinal);
        await File.WriteAllTextAsync(ConfiguredFile, "machines: [{ name: web-01, address: 10.0.0.1, login: root }]");
        await _inventory.PassTimeUntilAsync(() => Names() is ["web-01"] && Machines.Error is null);
    }

    [Fact]
    public async Task SourceOfThePage_IsLookedAtAtOnce_ByItsInterval_AndNotWhileItRests()
    {
        var source = new MachineSource { Id = "s1", Name = "fleet", Kind = "csv", Place = "fleet.csv", Interval = TimeSpan.FromMinutes(30) };
        var file = Path.Combine(_inventory.Folders.Lists, "fleet.csv");
        await File.WriteAllTextAsync(file, "name,address,logins\ndb-01,10.0.0.1,root\n");
        await _inventory.StartScheduleAsync();
        Assert.Empty(await _inventory.Sources().SaveAsync(source, default));

        await _inventory.PassTimeUntilAsync(() => Names() is ["db-01"] && State() is { IsRead: false, NextLookAt: not null });
        var (looked, next) = (State().LastLookAt!.Value, State().NextLookAt!.Value);
        Assert.InRange(next - looked, TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(34));
        await _inventory.PassTimeUntilAsync(() => State().LastLookAt >= next);

        await _inventory.Sources().SaveAsync(source with { IsEnabled = false }, default);
        await _inventory.PassTimeUntilAsync(() => State().NextLookAt is null);
        looked = State().LastLookAt!.Value;
        for (var i = 0; i < 2000; i++)
        {
            _inventory.Time.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.Equal(looked, State().LastLookAt);

        Core.Editing.SourceState State() => _inventory.Sources().StateOf(source);
    }

    [Fact]
    public async Task AnotherNodesEdit_IsSeen()
    {
        var other = await _inventory.SecondNode();
        await _inventory.StartScheduleAsync();

        await _inventory.Editor("Bob", node: other).AddAsync(Tests.Inventory.Machines.Named("db-07"), default);

        Assert.Null(Machines.Find("db-07"));
        await _inventory.PassTimeUntilAsync(() => Machines.Find("db-07") is not null);
    }

    public async Task InitializeAsync() => _inventory = await StoredInventory.StartWithFileAsync(ConfiguredFile);

    public async Task DisposeAsync()
    {
        await _inventory.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string[] Names() => [.. Machines.All.Select(vm => vm.Name)];
}

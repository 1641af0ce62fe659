using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Formats;
using WebShell.Tests.Support;

namespace WebShell.Tests.Inventory;

public sealed class FileInventorySourceTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    [Fact]
    public async Task Load_TheFile_GivesItsMachines()
    {
        Write("web-01");

        var vm = Assert.Single(await Source(_file).LoadAsync(default));

        Assert.Equal(("web-01", Path.GetFileName(_file)), (vm.Name, vm.Source));
    }

    [Fact]
    public async Task Load_AnotherFormat_IsRecognised()
    {
        await File.WriteAllTextAsync(_file, "name,address,logins,label:env\nweb-01,10.0.0.1,root,prod\n");

        var vm = Assert.Single(await Source(_file).LoadAsync(default));

        Assert.Equal(("web-01", "prod", Path.GetFileName(_file)), (vm.Name, vm.Environment, vm.Source));
    }

    [Fact]
    public async Task Load_WithAMistake_GivesNothing_AndNamesIt()
    {
        await File.WriteAllTextAsync(_file, "name,address,logins\nweb-01,10.0.0.1,root\nweb-02,10.0.0.1.1,root\n");

        var refused = await Assert.ThrowsAsync<InventoryException>(async () => await Source(_file).LoadAsync(default));

        Assert.Contains("10.0.0.1.1", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_NoFileConfigured_GivesNone() => Assert.Empty(await Source(null).LoadAsync(default));

    [Fact]
    public async Task Load_AFileThatIsNotThere_SaysSo() =>
        Assert.StartsWith(
            "The file could not be read", (await Assert.ThrowsAsync<InventoryException>(async () => await Source(_file).LoadAsync(default))).Message,
            StringComparison.Ordinal);

    [Fact]
    public async Task Loader_TheFileChanges_ReadsItAgainOnceItIsQuiet()
    {
        Write("web-01");
        var time = new FakeTimeProvider();
        using var inventory = new VmInventory([Source(_file)], NullLogger<VmInventory>.Instance);
        using var loader = new InventoryLoader(inventory, time);
        var loaded = NextLoad(inventory);
        await loader.StartAsync(default);
        await Within.Seconds(loaded);
        Assert.Equal("web-01", Assert.Single(inventory.All).Name);

        loaded = NextLoad(inventory);
        Write("another-02");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!loaded.IsCompleted)
        {
            limit.Token.ThrowIfCancellationRequested();
            time.Advance(TimeSpan.FromSeconds(2));
            await Task.Yield();
        }

        Assert.Equal("another-02", Assert.Single(inventory.All).Name);
        await Within.Seconds(loader.StopAsync(default));
    }

    [Fact]
    public async Task Loader_NothingChanges_ReadsOnce()
    {
        var source = new ListSource("list", Machines.Named("web-01")) { Version = 1 };
        var time = new FakeTimeProvider();
        using var inventory = new VmInventory([source], NullLogger<VmInventory>.Instance);
        using var loader = new InventoryLoader(inventory, time);
        var loaded = NextLoad(inventory);
        await loader.StartAsync(default);
        await Within.Seconds(loaded);

        for (var i = 0; i < 10; i++)
        {
            time.Advance(TimeSpan.FromSeconds(2));
        }

        await Within.Seconds(loader.StopAsync(default));
        Assert.Equal(1, source.Loads);
    }

    public void Dispose() => File.Delete(_file);

    private static Task NextLoad(VmInventory inventory)
    {
        var loaded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        inventory.Changed += () => loaded.TrySetResult();
        return loaded.Task;
    }

    private static FileInventorySource Source(string? file)
    {
        var options = Options.Create(new InventoryOptions { File = file });
        return new FileInventorySource(options, new ListingReader([new YamlFormat(), new CsvFormat()], options));
    }

    private void Write(string name) => File.WriteAllText(_file, $"machines: [{{ name: {name}, address: 10.0.0.1, login: root }}]");
}

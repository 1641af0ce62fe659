using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using WebShell.Core.Inventory;
using WebShell.Tests.Support;

namespace WebShell.Tests.Inventory;

public sealed class InventoryLoaderTests
{
    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public async Task Source_IsReadAgainOnlyWhenItChangedAndIsQuiet(bool changes, int loads)
    {
        var source = new ListSource("list", Machines.Named("web-01")) { Version = 1 };
        var time = new FakeTimeProvider();
        using var inventory = new VmInventory([source], NullLogger<VmInventory>.Instance);
        using var loader = new InventoryLoader(inventory, time);
        var loaded = NextLoad(inventory);
        await loader.StartAsync(default);
        await Within.Seconds(loaded);

        loaded = NextLoad(inventory);
        source.Version = changes ? 2 : 1;
        for (var i = 0; i < 20 && !loaded.IsCompleted; i++)
        {
            time.Advance(TimeSpan.FromSeconds(2));
            await Task.Delay(TimeSpan.FromMilliseconds(2));
        }

        await Within.Seconds(changes ? loaded : Task.CompletedTask);
        await Within.Seconds(loader.StopAsync(default));
        Assert.Equal(loads, source.Loads);
    }

    private static Task NextLoad(VmInventory inventory)
    {
        var loaded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        inventory.Changed += () => loaded.TrySetResult();
        return loaded.Task;
    }
}

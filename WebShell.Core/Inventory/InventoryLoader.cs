using Microsoft.Extensions.Hosting;

namespace WebShell.Core.Inventory;

/// <summary>Reads the inventory when the portal starts, without holding the start up, and again when a source has changed.</summary>
internal sealed class InventoryLoader(VmInventory inventory, TimeProvider time) : BackgroundService
{
    // Polled, not watched: this works the same for editors that rename, for mounted volumes and network file systems.
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(PollInterval, time);
        var loaded = inventory.Versions();
        var before = loaded;
        await inventory.RefreshAsync(stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            // Read only what has stayed the same for one interval: a file may still be being written.
            var now = inventory.Versions();
            if (!now.SequenceEqual(loaded) && now.SequenceEqual(before))
            {
                loaded = now;
                await inventory.RefreshAsync(stoppingToken);
            }

            before = now;
        }
    }
}

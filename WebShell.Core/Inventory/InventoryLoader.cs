using Microsoft.Extensions.Hosting;

namespace WebShell.Core.Inventory;

/// <summary>Reads the inventory when the portal starts, without holding the start up.</summary>
internal sealed class InventoryLoader(VmInventory inventory) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => inventory.RefreshAsync(stoppingToken);
}

using WebShell.Core.Inventory;

namespace WebShell.App.Demo;

/// <summary>Adds the demo fleet in Development where no inventory is configured and it was not switched off.</summary>
internal static class PortalDemo
{
    public static void AddPortalDemo(this WebApplicationBuilder builder)
    {
        var hasInventory = builder.Configuration.GetSection(InventoryOptions.Section)[nameof(InventoryOptions.File)] is { Length: > 0 };
        var isWanted = !bool.TryParse(builder.Configuration[$"{PortalOptions.Section}:{nameof(PortalOptions.Demo)}"], out var demo) || demo;
        if (hasInventory || !isWanted || !builder.Environment.IsDevelopment())
        {
            return;
        }

        builder.Services.AddSingleton<DemoFleet>();
        builder.Services.AddSingleton<IInventorySource>(services => services.GetRequiredService<DemoFleet>());
        builder.Services.AddHostedService(services => services.GetRequiredService<DemoFleet>());
    }
}

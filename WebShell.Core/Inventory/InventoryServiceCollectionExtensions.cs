using Microsoft.Extensions.DependencyInjection;

namespace WebShell.Core.Inventory;

public static class InventoryServiceCollectionExtensions
{
    public static IServiceCollection AddInventory(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<InventoryOptions, InventoryOptionsValidator>().BindConfiguration(InventoryOptions.Section);
        services.AddSingleton<IInventorySource, YamlInventorySource>();
        services.AddSingleton<VmInventory>();
        services.AddHostedService<InventoryLoader>();
        return services;
    }
}

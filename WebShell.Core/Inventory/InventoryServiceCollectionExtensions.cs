using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace WebShell.Core.Inventory;

public static class InventoryServiceCollectionExtensions
{
    public static IServiceCollection AddInventory(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<InventoryOptions, InventoryOptionsValidator>().BindConfiguration(InventoryOptions.Section);
        services.AddSingleton<IInventorySource, YamlInventorySource>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<VmInventory>();
        services.AddHostedService<InventoryLoader>();
        return services;
    }
}

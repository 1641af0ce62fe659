using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using WebShell.Core.Inventory.Formats;
using WebShell.Core.Inventory.Links;
using WebShell.Core.Inventory.Stored;

namespace WebShell.Core.Inventory;

/// <summary>Registers the inventory and the machines of the database; more lists beside it are more <see cref="IInventorySource"/>s.</summary>
public static class InventoryServices
{
    public static IServiceCollection AddInventory(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<InventoryOptions, InventoryOptionsValidator>().BindConfiguration(InventoryOptions.Section);
        services.AddSingleton<IValidateOptions<InventoryOptions>, LinkTemplateRules>();
        services.AddSingleton<LinkTemplates>();
        services.AddListingFormats();
        services.AddSingleton<MachineStore>();
        services.AddSingleton<IInventorySource>(provider => provider.GetRequiredService<MachineStore>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<VmInventory>();
        services.AddHostedService<InventoryLoader>();
        return services;
    }
}

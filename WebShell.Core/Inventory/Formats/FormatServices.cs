using Microsoft.Extensions.DependencyInjection;
using WebShell.Core.Inventory.Formats.Ansible;
using WebShell.Core.Inventory.Formats.NetBox;
using WebShell.Core.Inventory.Formats.SshConfig;

namespace WebShell.Core.Inventory.Formats;

/// <summary>Registers the formats in the order in which a file is asked what it is, and their reader.</summary>
internal static class FormatServices
{
    public static IServiceCollection AddListingFormats(this IServiceCollection services)
    {
        services.AddSingleton<IListingFormat, YamlFormat>();
        services.AddSingleton<IListingFormat, NetBoxFormat>();
        services.AddSingleton<IListingFormat, SshConfigFormat>();
        services.AddSingleton<IListingFormat, AnsibleFormat>();
        services.AddSingleton<IListingFormat, CsvFormat>();
        services.AddSingleton<ListingReader>();
        services.AddSingleton<NetBoxClient>();
        return services;
    }
}

using Microsoft.Extensions.DependencyInjection;
using WebShell.Core.Access;
using WebShell.Core.Audit;

namespace WebShell.Core.Credentials.Shared;

/// <summary>Registers shared credentials; their table is the storage's, keys and pins are SSH's.</summary>
public static class SharedServices
{
    public static IServiceCollection AddSharedCredentials(this IServiceCollection services)
    {
        services.AddSingleton<SharedSecret>();
        services.AddSingleton<SharedMachines>();
        services.AddSingleton<ISharedCredentials, SharedChooser>();
        services.AddScoped(provider => new SharedDesk(
            provider.GetRequiredService<ISharedCredentialTable>(),
            provider.GetRequiredService<SharedMachines>(),
            provider.GetRequiredService<SharedSecret>(),
            provider.GetRequiredService<AccessPolicy>(),
            provider.GetRequiredService<ICurrentUser>(),
            provider.GetRequiredService<IAuditLog>(),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}

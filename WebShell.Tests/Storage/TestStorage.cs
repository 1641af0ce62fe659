using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using WebShell.Core.Audit;
using WebShell.Core.Credentials;
using WebShell.Core.Storage;

namespace WebShell.Tests.Storage;

/// <summary>The storage as the portal composes it, started.</summary>
internal static class TestStorage
{
    /// <param name="directory">The data directory.</param>
    /// <param name="choose">Where the database is; null: a file there.</param>
    /// <param name="time">The clock; null: the system's.</param>
    /// <param name="secrets">Which keys; null: <c>secrets.key</c> there.</param>
    public static async Task<ServiceProvider> StartAsync(
        string directory, Action<StorageOptions>? choose = null, TimeProvider? time = null, Action<SecretOptions>? secrets = null)
    {
        var provider = Build(directory, choose, time, secrets);
        try
        {
            foreach (var start in provider.GetServices<IHostedService>())
            {
                await start.StartAsync(default);
            }

            return provider;
        }
        catch
        {
            await provider.DisposeAsync();
            throw;
        }
    }

    /// <summary>The same, not started.</summary>
    public static ServiceProvider Build(string directory, Action<StorageOptions>? choose = null, TimeProvider? time = null, Action<SecretOptions>? secrets = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddSingleton(time ?? TimeProvider.System);
        services.AddSingleton(new DataDirectory(directory));
        services.AddLogging();
        services.AddCredentials().AddStorage().AddAudit();
        services.Configure<SecretOptions>(options => options.KeyFile = Path.Combine(directory, "secrets.key"));
        services.Configure<SecretOptions>(options => secrets?.Invoke(options));
        services.Configure<StorageOptions>(options => choose?.Invoke(options));
        return services.BuildServiceProvider();
    }
}

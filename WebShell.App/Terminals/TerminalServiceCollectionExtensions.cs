using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace WebShell.App.Terminals;

public static class TerminalServiceCollectionExtensions
{
    /// <summary>What the terminals of one circuit share. Scoped: a circuit has one line and one browser.</summary>
    public static IServiceCollection AddTerminals(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddScoped<CircuitConnection>();
        services.AddScoped<CircuitHandler>(provider => provider.GetRequiredService<CircuitConnection>());
        services.AddScoped<CircuitOutputWindow>();
        return services;
    }
}

using Microsoft.Extensions.DependencyInjection.Extensions;
using WebShell.App.Inventory;

namespace WebShell.App.Workspace;

public static class WorkspaceServiceCollectionExtensions
{
    /// <summary>What one browser page sees of the machines, and its tabs and questions. Scoped: they belong to its circuit.</summary>
    public static IServiceCollection AddWorkspace(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddScoped<VisibleMachines>();
        services.AddScoped<ShellQuestions>();
        services.AddScoped<ShellWorkspace>();
        return services;
    }
}

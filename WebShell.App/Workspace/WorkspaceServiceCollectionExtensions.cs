using Microsoft.Extensions.DependencyInjection.Extensions;

namespace WebShell.App.Workspace;

public static class WorkspaceServiceCollectionExtensions
{
    /// <summary>The tabs and questions of one browser page. Scoped: they belong to its circuit.</summary>
    public static IServiceCollection AddWorkspace(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddScoped<ShellQuestions>();
        services.AddScoped<ShellWorkspace>();
        return services;
    }
}

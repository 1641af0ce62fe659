using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WebShell.App.Inventory;
using WebShell.App.Inventory.Edit;
using WebShell.App.Palette;
using WebShell.App.Security;

namespace WebShell.App.Workspace;

public static class WorkspaceServiceCollectionExtensions
{
    /// <summary>What one browser page sees of the machines, and its tabs and questions. Scoped: they belong to its circuit; what outlives it is on the shelf.</summary>
    public static IServiceCollection AddWorkspace(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<WorkspaceShelf>();
        services.AddScoped(provider => WorkspaceClaim.Of(provider.GetService<CircuitWatch>()?.Query));
        services.AddScoped<CircuitHandler, ShellPresence>();
        services.AddScoped<VisibleMachines>();
        services.AddScoped<MachinePresence>();
        services.AddScoped<MachineLister>();
        services.AddScoped<UndoOffer>();
        services.AddScoped<ShellQuestions>();
        services.AddScoped<WorkspaceReturn>();
        services.AddScoped<TabShells>();
        services.AddScoped<ShellWorkspace>();
        services.AddScoped<PaletteSearch>();
        return services;
    }
}

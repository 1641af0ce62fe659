using Microsoft.Extensions.DependencyInjection;

namespace WebShell.Core.Editing;

/// <summary>Registers what people change machines with. The host registers the audit log.</summary>
public static class EditingServices
{
    public static IServiceCollection AddEditing(this IServiceCollection services) => services
        .AddScoped<MachineEditor>()
        .AddScoped<MachineSources>()
        .AddScoped<RuleEditor>()
        .AddSingleton<RuleWriter>()
        .AddSingleton<MachineImporter>()
        .AddSingleton<SourceReader>()
        .AddSingleton<SourceRules>()
        .AddSingleton<SourceSync>()
        .AddHostedService<SourceSchedule>();
}

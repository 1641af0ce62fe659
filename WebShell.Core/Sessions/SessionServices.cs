using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace WebShell.Core.Sessions;

/// <summary>Registers sessions: the registry is a singleton, a circuit's <see cref="ShellService"/> is scoped.</summary>
public static class SessionServices
{
    public static IServiceCollection AddSessions(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<SessionOptions, SessionOptionsValidator>().BindConfiguration(SessionOptions.Section);
        services.AddOptionsWithValidateOnStart<HostKeyRuleOptions, HostKeyRuleOptionsRules>().BindConfiguration(HostKeyRuleOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<HostKeyRules>();
        services.AddSingleton<ChangeBehind>();
        services.AddSingleton<SessionAudit>();
        services.AddSingleton<OnlookerRights>();
        services.AddSingleton<SessionRegistry>();
        services.AddHostedService(provider => provider.GetRequiredService<SessionRegistry>());
        services.AddHostedService<AccessGuard>();
        services.AddSingleton<ShellWays>();
        services.AddSingleton(provider => provider.GetRequiredService<SessionRegistry>().LastOpenings);
        services.AddScoped<ShellService>();
        services.AddScoped<VisibleSessions>();
        return services;
    }
}

using Microsoft.Extensions.DependencyInjection;

namespace WebShell.Core.Reachability;

/// <summary>Registers what is known of machines' reachability, and who looks.</summary>
public static class ReachabilityServices
{
    public static IServiceCollection AddReachability(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<ReachabilityOptions, ReachabilityOptionsValidator>().BindConfiguration(ReachabilityOptions.Section);
        services.AddSingleton<ReachabilityBook>();
        services.AddSingleton<BannerProbe>();
        services.AddHostedService<ReachabilityProber>();
        return services;
    }
}

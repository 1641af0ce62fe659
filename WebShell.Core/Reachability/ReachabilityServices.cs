using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace WebShell.Core.Reachability;

/// <summary>Registers what is known of machines' reachability, and who looks.</summary>
public static class ReachabilityServices
{
    public static IServiceCollection AddReachability(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<ReachabilityOptions, ReachabilityOptionsValidator>().BindConfiguration(ReachabilityOptions.Section);
        services.AddSingleton<IValidateOptions<ReachabilityOptions>, ReachabilityOptionsRules>();
        services.AddSingleton<ReachabilityBook>();
        services.AddSingleton<BannerProbe>();
        services.AddHostedService<ReachabilityProber>();
        return services;
    }
}

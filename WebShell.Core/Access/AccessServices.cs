using Microsoft.Extensions.DependencyInjection;
using WebShell.Core.Access.Reasons;
using WebShell.Core.Access.Rules;

namespace WebShell.Core.Access;

/// <summary>Registers who may do what.</summary>
public static class AccessServices
{
    /// <summary>The host registers <see cref="ICurrentUser"/>: only it knows who is signed in.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<AccessOptions, AccessOptionsRules>().BindConfiguration(AccessOptions.Section);
        return services
            .AddSingleton<RuleBook>()
            .AddSingleton<AccessPolicy>()
            .AddSingleton<ReasonRules>()
            .AddHostedService<RuleFollower>();
    }
}

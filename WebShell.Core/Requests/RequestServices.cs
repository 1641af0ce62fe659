using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace WebShell.Core.Requests;

/// <summary>Registers asking for access and answering. The host registers <see cref="Access.ICurrentUser"/>.</summary>
public static class RequestServices
{
    public static IServiceCollection AddRequests(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<RequestOptions>().BindConfiguration(RequestOptions.Section);
        services.AddSingleton<IValidateOptions<RequestOptions>, RequestOptionsRules>();
        services.AddSingleton<RequestBook>();
        services.AddSingleton<RequestWriter>();
        services.AddSingleton<GrantPlanner>();
        services.AddScoped<RequestDesk>();
        services.AddScoped<RequestAnswers>();
        services.AddHostedService<RequestKeeper>();
        return services;
    }
}

using Microsoft.Extensions.DependencyInjection;

namespace WebShell.Core.Personal;

/// <summary>Registers what people keep about machines; its table is the storage's.</summary>
public static class PersonalServices
{
    public static IServiceCollection AddPersonal(this IServiceCollection services)
    {
        services.AddSingleton<PersonalBook>();
        services.AddHostedService<UseRecorder>();
        // Of one circuit: it follows that circuit's user.
        services.AddScoped<MyMachines>();
        return services;
    }
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace WebShell.Core.Credentials;

/// <summary>Registers the <see cref="CredentialStore"/> and what it reads.</summary>
public static class CredentialServices
{
    public static IServiceCollection AddCredentials(this IServiceCollection services)
    {
        // The section's children are the names, so it is bound to the dictionary itself.
        services.AddOptionsWithValidateOnStart<CredentialOptions>()
            .Configure<IConfiguration>((options, configuration) => configuration.GetSection(CredentialOptions.Section).Bind(options.Named));
        services.AddSingleton<IValidateOptions<CredentialOptions>, CredentialOptionsRules>();
        services.AddSingleton<CredentialStore>();
        return services;
    }
}

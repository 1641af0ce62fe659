using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WebShell.Core.Credentials.Keys;

namespace WebShell.Core.Credentials;

/// <summary>Registers the configured credentials (<see cref="CredentialStore"/>) and those that people store (<see cref="SavedCredentials"/>; their table is the storage's).</summary>
public static class CredentialServices
{
    public static IServiceCollection AddCredentials(this IServiceCollection services)
    {
        // The section's children are the names, so it is bound to the dictionary itself.
        services.AddOptionsWithValidateOnStart<CredentialOptions>()
            .Configure<IConfiguration>((options, configuration) => configuration.GetSection(CredentialOptions.Section).Bind(options.Named));
        services.AddSingleton<IValidateOptions<CredentialOptions>, CredentialOptionsRules>();
        services.AddSingleton<CredentialStore>();
        services.AddOptionsWithValidateOnStart<SecretOptions>().BindConfiguration(SecretOptions.Section);
        services.AddSingleton<IValidateOptions<SecretOptions>, SecretOptionsAnnotations>();
        services.AddSingleton<IValidateOptions<SecretOptions>, SecretOptionsRules>();
        services.AddSingleton<SecretKeys>();
        services.AddSingleton<SecretRewrap>();
        services.AddSingleton<ISecretProtector, AesGcmProtector>();
        services.AddSingleton<SavedCredentials>();
        return services;
    }
}

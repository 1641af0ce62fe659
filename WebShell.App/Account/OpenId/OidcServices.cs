using Microsoft.Extensions.Options;

namespace WebShell.App.Account.OpenId;

/// <summary>Registers signing in by an OpenID provider.</summary>
internal static class OidcServices
{
    public static void AddOpenId(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<OidcOptions>().BindConfiguration(OidcOptions.Section);
        services.AddSingleton<IValidateOptions<OidcOptions>, OidcOptionsValidator>();
        services.AddSingleton<IValidateOptions<OidcOptions>, OidcOptionsRules>();
        services.AddSingleton<OidcProvider>();
        services.AddSingleton<OidcJourneys>();
        services.AddSingleton<IdTokens>();
        services.AddSingleton<OidcFarewell>();
        services.AddSingleton<OidcEndpoint>();
        services.AddSingleton<OidcBackChannel>();
    }
}

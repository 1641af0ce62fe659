using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using WebShell.Core.Credentials.Shared;
using WebShell.Core.Shells;
using WebShell.Core.Ssh.HostKeys;
using WebShell.Core.Ssh.Libssh;

namespace WebShell.Core.Ssh;

/// <summary>Registers SSH behind <see cref="IShellConnector"/>. Everything is a singleton: connections outlive circuits.</summary>
public static class SshServices
{
    private const string DataDirectoryKey = "WebShell:DataDirectory";

    public static IServiceCollection AddSsh(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<SshOptions>()
            .Configure<IConfiguration>((options, configuration) => options.DataDirectory = configuration[DataDirectoryKey] ?? options.DataDirectory)
            .BindConfiguration(SshOptions.Section);
        services.AddSingleton<IValidateOptions<SshOptions>, SshOptionsAnnotations>();
        services.AddSingleton<IValidateOptions<SshOptions>, SshOptionsRules>();
        services.AddSingleton<IValidateOptions<SshOptions>, LibsshRules>();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<SshMetrics>();
        services.AddSingleton<INameLookup, SystemNameLookup>();
        services.AddSingleton<AddressPolicy>();
        services.AddSingleton<TargetResolver>();
        services.AddSingleton<HandshakeLimit>();
        services.AddSingleton<ConnectRetries>();
        services.AddSingleton<SignInPause>();
        services.AddSingleton<PersonTime>();
        services.AddSingleton<CredentialCheck>();
        services.AddSingleton<HostKeyStore>();
        services.AddSingleton<IPinnedPrints, PinnedPrints>();
        services.AddSingleton<IKeyPairs, LibsshKeyPairs>();
        services.AddSingleton<ISshBackend, LibsshBackend>();
        services.AddSingleton<IShellConnector, SshConnector>();
        return services;
    }
}

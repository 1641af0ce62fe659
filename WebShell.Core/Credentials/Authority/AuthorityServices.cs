using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WebShell.Core.Credentials.Keys;

namespace WebShell.Core.Credentials.Authority;

/// <summary>Registers short-lived user certificates and who signs them.</summary>
public static class AuthorityServices
{
    private static readonly TimeSpan ConnectionLife = TimeSpan.FromMinutes(5);

    public static IServiceCollection AddCertificateAuthority(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<CertificateAuthorityOptions>().BindConfiguration(CertificateAuthorityOptions.Section);
        services.AddSingleton<IValidateOptions<CertificateAuthorityOptions>, CertificateAuthorityOptionsAnnotations>();
        services.AddSingleton<IValidateOptions<CertificateAuthorityOptions>, CertificateAuthorityOptionsRules>();
        services.AddSingleton<AuthorityKey>();
        services.AddSingleton<ISealedRows, SealedAuthorityKey>();
        services.AddSingleton(Signer);
        services.AddSingleton<CertificateIssuer>();
        return services;
    }

    private static ICertificateSigner Signer(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<CertificateAuthorityOptions>>();
        return options.Value.Kind switch
        {
            AuthorityKind.BuiltIn => new BuiltInSigner(services.GetRequiredService<AuthorityKey>().Open),
            AuthorityKind.Vault => new VaultSigner(Http(options.Value), options),
            AuthorityKind.StepCa => new StepCaSigner(Http(options.Value), options, services.GetRequiredService<TimeProvider>()),
            _ => new NoSigner(),
        };
    }

    // One for the portal's life: connections are renewed, so that a name may come to mean another address.
    private static HttpClient Http(CertificateAuthorityOptions options)
    {
        var handler = new SocketsHttpHandler { PooledConnectionLifetime = ConnectionLife, AllowAutoRedirect = false, UseCookies = false };
        if (options.RootFile is { } roots)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust };
            policy.CustomTrustStore.ImportFromPemFile(roots);
            handler.SslOptions.CertificateChainPolicy = policy;
        }

        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }
}

namespace WebShell.Core.Credentials.Authority;

/// <summary>Nobody is configured who could sign.</summary>
internal sealed class NoSigner : ICertificateSigner
{
    public Task<string> SignAsync(CertificateOrder order, CancellationToken cancellationToken) =>
        throw new CertificateSigningException($"No certificate authority is configured ({CertificateAuthorityOptions.Section}:{nameof(CertificateAuthorityOptions.Kind)}).");
}

namespace WebShell.Core.Credentials.Authority;

/// <summary>A certificate authority for SSH users. What it returns is checked by who asked: it may sign less than was ordered, never more.</summary>
public interface ICertificateSigner
{
    /// <summary>Returns the certificate as one line, as ssh-keygen writes it into <c>…-cert.pub</c>.</summary>
    /// <exception cref="CertificateSigningException">It did not sign; the message is for a person.</exception>
    Task<string> SignAsync(CertificateOrder order, CancellationToken cancellationToken);
}

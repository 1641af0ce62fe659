namespace WebShell.Core.Credentials.Authority;

/// <summary>A certificate authority did not sign, or signed something else than was ordered.</summary>
public sealed class CertificateSigningException(string message, Exception? innerException = null) : Exception(message, innerException);

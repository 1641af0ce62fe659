namespace WebShell.Core.Credentials.Shared;

/// <summary>Makes keys, and tells the public half of one.</summary>
public interface IKeyPairs
{
    /// <summary>A new Ed25519 key.</summary>
    Task<PrivateKeyCredential> MakeAsync(CancellationToken cancellationToken);

    /// <summary>Type and base64, as machines want it.</summary>
    /// <exception cref="SharedCredentialException">The key cannot be used; the message says why.</exception>
    Task<string> PublicLineAsync(PrivateKeyCredential key, CancellationToken cancellationToken);
}

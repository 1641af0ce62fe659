using WebShell.Core.Credentials.Authority;

namespace WebShell.Core.Credentials.Shared;

/// <summary>Chooses and opens the shared credential of a connection. Asked after the host key was accepted, and once for each attempt.</summary>
public interface ISharedCredentials
{
    /// <summary>The one to use; null: none is for this machine and login.</summary>
    /// <exception cref="SharedCredentialException">There is one and it may not be used now; another one is not tried instead.</exception>
    Task<SharedUse?> ChooseAsync(SharedQuestion question, CancellationToken cancellationToken);
}

/// <summary>A connection that wants a credential.</summary>
/// <param name="Slug">The machine.</param>
/// <param name="Address">Host and port that are dialled, as the inventory has them.</param>
/// <param name="Print">The SHA-256 print of the host key that was accepted.</param>
/// <param name="Login">The login.</param>
public sealed record SharedQuestion(string Slug, string Address, string Print, string Login)
{
    public required string RequesterId { get; init; }

    public required string RequestedBy { get; init; }

    public required string SessionId { get; init; }
}

/// <summary>The credential to use, and why this one, as the end of a sentence. Either the credential itself, or the authority that signs a new key.</summary>
public sealed record SharedUse(string Explanation, Credential? Credential, ICertificateSigner? Signer);

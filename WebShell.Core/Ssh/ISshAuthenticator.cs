using System.Net;
using WebShell.Core.Credentials;
using WebShell.Core.Shells;

namespace WebShell.Core.Ssh;

/// <summary>Provides the one credential of an attempt; asked only after the host key was accepted.</summary>
public interface ISshAuthenticator
{
    /// <exception cref="ShellException">There is none (<see cref="ShellFailureReason.CredentialUnusable"/>, Cancelled).</exception>
    ValueTask<Credential> GetCredentialAsync(IPEndPoint address, CancellationToken cancellationToken);
}

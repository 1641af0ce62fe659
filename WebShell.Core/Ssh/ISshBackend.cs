using System.Net;
using WebShell.Core.Shells;

namespace WebShell.Core.Ssh;

/// <summary>
/// An SSH implementation. It dials exactly the given addresses, or lets the jump host connect, asks the verifier after the key exchange, and only then
/// the authenticator; no user name or secret leaves before the verifier has returned.
/// </summary>
public interface ISshBackend
{
    /// <summary>Connects and signs in. The connection that was made owns the one it goes through, if any.</summary>
    /// <exception cref="ShellException">It did not work, or the verifier or authenticator refused; nothing more is open than before.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; nothing more is open than before.</exception>
    Task<ISshConnection> ConnectAsync(
        SshConnectRequest request, IHostKeyVerifier verifier, ISshAuthenticator authenticator, CancellationToken cancellationToken);
}

/// <summary>Where to, as whom, and whom to tell.</summary>
/// <param name="Target">The checked target.</param>
/// <param name="Addresses">The addresses that may be dialled, in the order to try; empty when it goes through a jump host.</param>
/// <param name="Report">Told of each step as it begins; returns at once.</param>
public sealed record SshConnectRequest(SshTarget Target, IReadOnlyList<IPEndPoint> Addresses, Action<ShellOpeningStep> Report)
{
    /// <summary>Told what came of the step under way, in words and without secrets; returns at once.</summary>
    public Action<string> Note { get; init; } = _ => { };

    /// <summary>A connection of the same backend to the jump host, which then looks the target's host up and connects to it; null: the addresses are dialled.</summary>
    public ISshConnection? Through { get; init; }
}

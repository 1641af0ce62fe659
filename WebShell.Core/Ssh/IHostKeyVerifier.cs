using System.Net;
using WebShell.Core.Shells;
using WebShell.Core.Ssh.HostKeys;

namespace WebShell.Core.Ssh;

/// <summary>Decides, for one attempt, whether the machine is the one it should be. Asked after the key exchange and before anything of the user's is sent.</summary>
public interface IHostKeyVerifier
{
    /// <summary>The types of key to offer in the key exchange, because a pin has them; empty when nothing is pinned.</summary>
    IReadOnlyList<string> PinnedAlgorithms { get; }

    /// <summary>Returns when the key is accepted.</summary>
    /// <exception cref="ShellException">It is not (<see cref="ShellFailureReason.HostKeyRevoked"/>, HostKeyChanged, HostKeyNotAccepted, HostKeyNotPinned).</exception>
    ValueTask VerifyAsync(IPEndPoint address, HostKey offered, CancellationToken cancellationToken);
}

using WebShell.Core.Shells;
using WebShell.Core.Ssh.HostKeys;

namespace WebShell.Core.Ssh;

/// <summary>Decides, for one attempt, whether the machine is the one it should be. Asked after the key exchange and before anything of the user's is sent.</summary>
public interface IHostKeyVerifier
{
    /// <summary>The types of key to offer in the key exchange, because a pin has them; empty when nothing is pinned.</summary>
    IReadOnlyList<string> PinnedAlgorithms { get; }

    /// <summary>Returns when the key is accepted.</summary>
    /// <param name="address">Where the machine answered, as <c>address:port</c>; behind a jump host its configured name may stand there.</param>
    /// <param name="offered">The key it showed.</param>
    /// <param name="cancellationToken">The machine hung up, or nobody wants the shell any more.</param>
    /// <exception cref="ShellException">It is not (<see cref="ShellFailureReason.HostKeyRevoked"/>, HostKeyChanged, HostKeyNotAccepted, HostKeyNotPinned).</exception>
    ValueTask VerifyAsync(string address, HostKey offered, CancellationToken cancellationToken);
}

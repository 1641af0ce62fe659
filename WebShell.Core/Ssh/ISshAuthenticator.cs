using WebShell.Core.Credentials;
using WebShell.Core.Shells;

namespace WebShell.Core.Ssh;

/// <summary>Provides the one credential of an attempt, and a person's answers to what the machine asks; asked only after the host key was accepted.</summary>
public interface ISshAuthenticator
{
    /// <summary>The credential of the attempt; or, when the machine has accepted one and wants another, what a person gives: nothing stored for the machine goes then.</summary>
    /// <exception cref="ShellException">There is none (<see cref="ShellFailureReason.CredentialUnusable"/>, Cancelled).</exception>
    /// <param name="offer">What the machine wants.</param>
    /// <param name="cancellationToken">The machine hung up, or nobody wants the shell any more.</param>
    ValueTask<Credential> GetCredentialAsync(SignInOffer offer, CancellationToken cancellationToken);

    /// <summary>One answer for each prompt of the round, from a person: no stored secret ever answers here.</summary>
    /// <exception cref="ShellException">There are none (Cancelled, <see cref="ShellFailureReason.SignInTimeout"/>).</exception>
    ValueTask<IReadOnlyList<string>> AnswerAsync(PromptsQuestion question, CancellationToken cancellationToken);
}

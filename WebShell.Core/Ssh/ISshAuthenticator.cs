using WebShell.Core.Credentials;
using WebShell.Core.Shells;

namespace WebShell.Core.Ssh;

/// <summary>Provides the one credential of an attempt, and a person's answers to what the machine asks; asked only after the host key was accepted.</summary>
public interface ISshAuthenticator
{
    /// <param name="address">Where the machine answered, as <c>address:port</c>; behind a jump host its configured name may stand there.</param>
    /// <param name="offered">The ways to sign in it offers; never nothing.</param>
    /// <param name="cancellationToken">The machine hung up, or nobody wants the shell any more.</param>
    /// <exception cref="ShellException">There is none (<see cref="ShellFailureReason.CredentialUnusable"/>, Cancelled).</exception>
    ValueTask<Credential> GetCredentialAsync(string address, SignInMethods offered, CancellationToken cancellationToken);

    /// <summary>One answer for each prompt of the round, from a person: no stored secret ever answers here.</summary>
    /// <exception cref="ShellException">There are none (Cancelled, <see cref="ShellFailureReason.SignInTimeout"/>).</exception>
    ValueTask<IReadOnlyList<string>> AnswerAsync(PromptsQuestion question, CancellationToken cancellationToken);
}

using WebShell.Core.Credentials;
using WebShell.Core.Shells;

namespace WebShell.Tests.Support;

/// <summary>Somebody who says why, and knows no secret.</summary>
internal sealed class ReasonedDialogue(params string?[] answers) : IShellDialogue
{
    /// <summary>What was asked, in order.</summary>
    public List<ReasonQuestion> Asked { get; } = [];

    public void Report(ShellOpeningStep step)
    {
    }

    public void ReportRetry(ConnectRetry retry)
    {
    }

    public ValueTask<string?> AskReasonAsync(ReasonQuestion question, CancellationToken cancellationToken)
    {
        Asked.Add(question);
        return ValueTask.FromResult(answers[Asked.Count - 1]);
    }

    public ValueTask<bool> AcceptHostKeyAsync(HostKeyOffer offer, CancellationToken cancellationToken) => ValueTask.FromResult(false);

    public ValueTask<Credential?> AskSignInAsync(SignInQuestion question, CancellationToken cancellationToken) => ValueTask.FromResult<Credential?>(null);

    public ValueTask<IReadOnlyList<string>?> AskPromptsAsync(PromptsQuestion question, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<string>?>(null);
}

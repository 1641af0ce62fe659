using WebShell.Core.Credentials;
using WebShell.Core.Shells;

namespace WebShell.Tests.Support;

/// <summary>Somebody who accepts no key and knows no secret.</summary>
internal sealed class SilentDialogue : IShellDialogue
{
    public void Report(ShellOpeningStep step)
    {
    }

    public void ReportRetry(ConnectRetry retry)
    {
    }

    public ValueTask<bool> AcceptHostKeyAsync(HostKeyOffer offer, CancellationToken cancellationToken) => ValueTask.FromResult(false);

    public ValueTask<Credential?> AskSignInAsync(SignInQuestion question, CancellationToken cancellationToken) => ValueTask.FromResult<Credential?>(null);

    public ValueTask<IReadOnlyList<string>?> AskPromptsAsync(PromptsQuestion question, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<string>?>(null);
}

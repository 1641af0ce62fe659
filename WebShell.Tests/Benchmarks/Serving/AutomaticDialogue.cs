using WebShell.Core.Credentials;
using WebShell.Core.Shells;

namespace WebShell.Tests.Benchmarks.Serving;

/// <summary>Takes every host key, for the bench's own machines on loopback; it has no password.</summary>
internal sealed class AutomaticDialogue : IShellDialogue
{
    public void Report(ShellOpeningStep step)
    {
    }

    public void ReportRetry(ConnectRetry retry)
    {
    }

    public ValueTask<bool> AcceptHostKeyAsync(HostKeyOffer offer, CancellationToken cancellationToken) => ValueTask.FromResult(true);

    public ValueTask<Credential?> AskSignInAsync(SignInQuestion question, CancellationToken cancellationToken) => ValueTask.FromResult<Credential?>(null);

    public ValueTask<IReadOnlyList<string>?> AskPromptsAsync(PromptsQuestion question, CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<string>?>(null);
}

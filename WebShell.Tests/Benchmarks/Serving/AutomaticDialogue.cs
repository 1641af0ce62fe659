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

    public ValueTask<string?> AskPasswordAsync(PasswordQuestion question, CancellationToken cancellationToken) => ValueTask.FromResult<string?>(null);
}

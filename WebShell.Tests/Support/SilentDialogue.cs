using WebShell.Core.Shells;

namespace WebShell.Tests.Support;

/// <summary>Somebody who accepts no key and knows no password.</summary>
internal sealed class SilentDialogue : IShellDialogue
{
    public void Report(ShellOpeningStep step)
    {
    }

    public void ReportRetry(ConnectRetry retry)
    {
    }

    public ValueTask<bool> AcceptHostKeyAsync(HostKeyOffer offer, CancellationToken cancellationToken) => ValueTask.FromResult(false);

    public ValueTask<string?> AskPasswordAsync(PasswordQuestion question, CancellationToken cancellationToken) =>
        ValueTask.FromResult<string?>(null);
}

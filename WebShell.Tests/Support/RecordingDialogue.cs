using System.Collections.Concurrent;
using WebShell.Core.Credentials;
using WebShell.Core.Shells;

namespace WebShell.Tests.Support;

/// <summary>Somebody who notes the steps and thinks about a question until the test answers.</summary>
internal sealed class RecordingDialogue : IShellDialogue
{
    public ConcurrentQueue<ShellOpeningStep> Steps { get; } = new();

    public TaskCompletionSource<Credential?> SignIn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when it was asked how to sign in.</summary>
    public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Report(ShellOpeningStep step) => Steps.Enqueue(step);

    public void ReportRetry(ConnectRetry retry)
    {
    }

    public ValueTask<bool> AcceptHostKeyAsync(HostKeyOffer offer, CancellationToken cancellationToken) => ValueTask.FromResult(true);

    public async ValueTask<Credential?> AskSignInAsync(SignInQuestion question, CancellationToken cancellationToken)
    {
        Asked.TrySetResult();
        return await SignIn.Task;
    }

    public ValueTask<IReadOnlyList<string>?> AskPromptsAsync(PromptsQuestion question, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<string>?>(null);
}

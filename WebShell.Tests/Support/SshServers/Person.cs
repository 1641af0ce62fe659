using WebShell.Core.Shells;

namespace WebShell.Tests.Support.SshServers;

/// <summary>Somebody with an answer to each question, who remembers what was asked.</summary>
internal sealed class Person : IShellDialogue
{
    public bool AcceptsHostKey { get; init; }

    public string? Password { get; init; }

    /// <summary>Until this completes the person thinks.</summary>
    public Task Thinks { get; init; } = Task.CompletedTask;

    public List<ShellOpeningStep> Steps { get; } = [];

    public List<HostKeyOffer> Offers { get; } = [];

    public List<PasswordQuestion> Questions { get; } = [];

    /// <summary>Completes with the first question of any kind.</summary>
    public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public List<ConnectRetry> Retries { get; } = [];

    /// <summary>Called at each retry's beginning.</summary>
    public Action<ConnectRetry> OnRetry { get; init; } = _ => { };

    public void Report(ShellOpeningStep step) => Steps.Add(step);

    public void ReportRetry(ConnectRetry retry)
    {
        Retries.Add(retry);
        OnRetry(retry);
    }

    public async ValueTask<bool> AcceptHostKeyAsync(HostKeyOffer offer, CancellationToken cancellationToken)
    {
        Offers.Add(offer);
        Asked.TrySetResult();
        await Thinks.WaitAsync(cancellationToken);
        return AcceptsHostKey;
    }

    public async ValueTask<string?> AskPasswordAsync(PasswordQuestion question, CancellationToken cancellationToken)
    {
        Questions.Add(question);
        Asked.TrySetResult();
        await Thinks.WaitAsync(cancellationToken);
        return Password;
    }
}

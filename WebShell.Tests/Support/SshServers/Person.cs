using WebShell.Core.Credentials;
using WebShell.Core.Shells;

namespace WebShell.Tests.Support.SshServers;

/// <summary>Somebody with an answer to each question, who remembers what was asked.</summary>
internal sealed class Person : IShellDialogue
{
    public bool AcceptsHostKey { get; init; }

    /// <summary>What this person signs in with; null gives up.</summary>
    public Credential? SignsInWith { get; init; }

    /// <summary>The answers to the rounds of prompts, in order; a round without is given up.</summary>
    public Queue<string[]> Answers { get; init; } = [];

    /// <summary>Until this completes the person thinks.</summary>
    public Task Thinks { get; init; } = Task.CompletedTask;

    public List<ShellOpeningStep> Steps { get; } = [];

    /// <summary>The machines whose steps were reported.</summary>
    public List<string> Machines { get; } = [];

    public List<HostKeyOffer> Offers { get; } = [];

    public List<SignInQuestion> Questions { get; } = [];

    public List<PromptsQuestion> Rounds { get; } = [];

    /// <summary>Completes with the first question of any kind.</summary>
    public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public List<ConnectRetry> Retries { get; } = [];

    /// <summary>Called at each retry's beginning.</summary>
    public Action<ConnectRetry> OnRetry { get; init; } = _ => { };

    public void Report(ShellOpeningStep step) => Steps.Add(step);

    public void ReportMachine(string vmName) => Machines.Add(vmName);

    /// <summary>What was said to have come of the steps.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<string> Facts { get; } = [];

    public void ReportFact(string fact) => Facts.Enqueue(fact);

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

    public async ValueTask<Credential?> AskSignInAsync(SignInQuestion question, CancellationToken cancellationToken)
    {
        Questions.Add(question);
        Asked.TrySetResult();
        await Thinks.WaitAsync(cancellationToken);
        return SignsInWith;
    }

    public async ValueTask<IReadOnlyList<string>?> AskPromptsAsync(PromptsQuestion question, CancellationToken cancellationToken)
    {
        Rounds.Add(question);
        Asked.TrySetResult();
        await Thinks.WaitAsync(cancellationToken);
        return Answers.TryDequeue(out var answers) ? answers : null;
    }
}

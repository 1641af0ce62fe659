using WebShell.App.Dialogs;
using WebShell.Core.Shells;

namespace WebShell.App.Workspace;

/// <summary>Something a shell that is being opened wants to know from the person in front of the page.</summary>
public abstract class ShellQuestion(string environment)
{
    /// <summary>The machine's environment label, or empty.</summary>
    public string Environment => environment;

    /// <summary>Answers with the safe no.</summary>
    internal abstract void Decline();
}

/// <summary>Is this the machine's key? Answered once; the safe answer is no.</summary>
public sealed class HostKeyChoice(HostKeyOffer offer, string environment) : ShellQuestion(environment)
{
    private readonly TaskCompletionSource<bool> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public HostKeyOffer Offer => offer;

    internal Task<bool> Answered => _answer.Task;

    public void Answer(bool accepts) => _answer.TrySetResult(accepts);

    internal override void Decline() => Answer(false);
}

/// <summary>Why to that machine? Null is the answer of someone who gave up.</summary>
public sealed class ReasonChoice(ReasonQuestion question, string environment) : ShellQuestion(environment)
{
    private readonly TaskCompletionSource<string?> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ReasonQuestion Question => question;

    internal Task<string?> Answered => _answer.Task;

    public void Answer(string? answer) => _answer.TrySetResult(answer);

    internal override void Decline() => Answer(null);
}

/// <summary>How to sign in, and with what? Null is the answer of someone who gave up.</summary>
public sealed class SignInChoice(SignInQuestion question, string environment, SignInWay? preferred) : ShellQuestion(environment)
{
    private readonly TaskCompletionSource<SignInAnswer?> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SignInQuestion Question => question;

    /// <summary>What the person chose before.</summary>
    public SignInWay? Preferred => preferred;

    internal Task<SignInAnswer?> Answered => _answer.Task;

    public void Answer(SignInAnswer? answer) => _answer.TrySetResult(answer);

    internal override void Decline() => Answer(null);
}

/// <summary>What a machine asks in its own words. Null is the answer of someone who gave up.</summary>
public sealed class PromptsRound(PromptsQuestion question, string environment) : ShellQuestion(environment)
{
    private readonly TaskCompletionSource<IReadOnlyList<string>?> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PromptsQuestion Question => question;

    internal Task<IReadOnlyList<string>?> Answered => _answer.Task;

    public void Answer(IReadOnlyList<string>? answers) => _answer.TrySetResult(answers);

    internal override void Decline() => Answer(null);
}

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

/// <summary>What is the password? Null is the answer of someone who gave up.</summary>
public sealed class PasswordPrompt(PasswordQuestion question, string environment) : ShellQuestion(environment)
{
    private readonly TaskCompletionSource<string?> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PasswordQuestion Question => question;

    internal Task<string?> Answered => _answer.Task;

    public void Answer(string? password) => _answer.TrySetResult(password);

    internal override void Decline() => Answer(null);
}

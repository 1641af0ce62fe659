using WebShell.App.Dialogs;
using WebShell.Core.Credentials;
using WebShell.Core.Shells;

namespace WebShell.App.Workspace;

/// <summary>Passes the questions of one shell that is being opened to the page. The step under way the pane reads from the session itself.</summary>
/// <param name="questions">The circuit's place for questions.</param>
/// <param name="environment">The machine's environment label, or empty.</param>
/// <param name="memory">How the tab signs in.</param>
internal sealed class WorkspaceDialogue(ShellQuestions questions, string environment, SignInMemory memory) : IShellDialogue
{
    /// <summary>Takes what is to be stored, when the machine has taken it; from any thread, returns at once.</summary>
    public Action<SignInAnswer> Save { get; init; } = _ => { };

    public void Report(ShellOpeningStep step)
    {
        if (step == ShellOpeningStep.OpenTerminal && memory.Accepted() is { Keep: KeepSignIn.Saved } proved)
        {
            Save(proved);
        }
    }

    public void ReportRetry(ConnectRetry retry)
    {
        // TerminalSession.Retry has it, and raises Changed.
    }

    public async ValueTask<string?> AskReasonAsync(ReasonQuestion question, CancellationToken cancellationToken)
    {
        // Said once, it holds for the tab: a connection that was lost is not another reason.
        if (question.Check(memory.Reason) is null)
        {
            return memory.Reason;
        }

        var choice = new ReasonChoice(question, environment);
        return memory.Reason = await questions.AskAsync(choice, choice.Answered, cancellationToken);
    }

    public async ValueTask<bool> AcceptHostKeyAsync(HostKeyOffer offer, CancellationToken cancellationToken)
    {
        var choice = new HostKeyChoice(offer, Tag(offer.OnTheWayTo));
        return await questions.AskAsync(choice, choice.Answered, cancellationToken);
    }

    public async ValueTask<Credential?> AskSignInAsync(SignInQuestion question, CancellationToken cancellationToken)
    {
        // A tab remembers how to sign in to its own machine, the first proof of it. A jump host would else get that secret, or the machine the jump's.
        if (question.OnTheWayTo is not null || question.Accepted != SignInMethods.None)
        {
            var once = new SignInChoice(question, Tag(question.OnTheWayTo), preferred: null);
            return (await questions.AskAsync(once, once.Answered, cancellationToken))?.Credential;
        }

        if (memory.Recall() is { } remembered)
        {
            return remembered;
        }

        var choice = new SignInChoice(question, environment, memory.Plan?.Way);
        if (await questions.AskAsync(choice, choice.Answered, cancellationToken) is not { } answer)
        {
            return null;
        }

        memory.Try(answer);
        return answer.Credential;
    }

    public async ValueTask<IReadOnlyList<string>?> AskPromptsAsync(PromptsQuestion question, CancellationToken cancellationToken)
    {
        var round = new PromptsRound(question, Tag(question.OnTheWayTo));
        return await questions.AskAsync(round, round.Answered, cancellationToken);
    }

    // The tag is the shell's machine's; one on the way has its own, which is not known here.
    private string Tag(string? onTheWayTo) => onTheWayTo is null ? environment : "";
}

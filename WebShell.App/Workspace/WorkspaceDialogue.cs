using WebShell.Core.Shells;

namespace WebShell.App.Workspace;

/// <summary>Passes the questions of one shell that is being opened to the page. The step under way the pane reads from the session itself.</summary>
internal sealed class WorkspaceDialogue(ShellQuestions questions, string environment) : IShellDialogue
{
    public void Report(ShellOpeningStep step)
    {
        // TerminalSession.Step has it, and raises Changed.
    }

    public void ReportRetry(ConnectRetry retry)
    {
        // TerminalSession.Retry has it, and raises Changed.
    }

    public async ValueTask<bool> AcceptHostKeyAsync(HostKeyOffer offer, CancellationToken cancellationToken)
    {
        var choice = new HostKeyChoice(offer, environment);
        return await questions.AskAsync(choice, choice.Answered, cancellationToken);
    }

    public async ValueTask<string?> AskPasswordAsync(PasswordQuestion question, CancellationToken cancellationToken)
    {
        var prompt = new PasswordPrompt(question, environment);
        return await questions.AskAsync(prompt, prompt.Answered, cancellationToken);
    }
}

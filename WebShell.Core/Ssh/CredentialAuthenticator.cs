using WebShell.Core.Credentials;
using WebShell.Core.Shells;

namespace WebShell.Core.Ssh;

/// <summary>One credential per attempt: the stored one that was named, else what the person chooses once. Never one after the other.</summary>
internal sealed class CredentialAuthenticator(
    SshTarget target, string? credentialName, CredentialStore store, IShellDialogue dialogue, PersonTime person, SignInPause pause) : ISshAuthenticator
{
    private const int MaxAnswerCharacters = PasswordCredential.MaxCharacters;

    public async ValueTask<Credential> GetCredentialAsync(string address, SignInMethods offered, CancellationToken cancellationToken)
    {
        if (credentialName is not null)
        {
            return Stored(credentialName);
        }

        var question = new SignInQuestion(target.VmName, target.Login, address, offered);
        var chosen = await person.AskAsync(token => dialogue.AskSignInAsync(question, token), cancellationToken)
            ?? throw new ShellException(ShellFailureReason.Cancelled, $"Nothing was given to sign in to {target.VmName} as {target.Login}.");

        // Others may have failed while this person thought.
        pause.Check(target);
        return chosen;
    }

    public async ValueTask<IReadOnlyList<string>> AnswerAsync(PromptsQuestion question, CancellationToken cancellationToken)
    {
        var answers = await person.AskAsync(token => dialogue.AskPromptsAsync(question, token), cancellationToken)
            ?? throw new ShellException(ShellFailureReason.Cancelled, $"What {target.VmName} asked was not answered.");
        return answers.Count == question.Prompts.Count && answers.All(answer => answer.Length <= MaxAnswerCharacters && !answer.Contains('\0'))
            ? answers
            : throw new ShellException(ShellFailureReason.CredentialUnusable, $"An answer for {target.VmName} is longer than {MaxAnswerCharacters} characters or contains a null character. Connect again.");
    }

    private Credential Stored(string name)
    {
        try
        {
            return store.Find(name) ?? throw Unusable($"There is no credential named {name}.", null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Unusable($"The files of the credential {name} cannot be used.", e);
        }
    }

    private ShellException Unusable(string what, Exception? cause) => new(
        ShellFailureReason.CredentialUnusable, $"{what} {target.VmName} needs it to sign in as {target.Login}: tell an administrator.", cause);
}

using System.Net;
using WebShell.Core.Credentials;
using WebShell.Core.Shells;

namespace WebShell.Core.Ssh;

/// <summary>One credential per attempt: the stored one that was named, else a password asked for once. Never one after the other.</summary>
internal sealed class CredentialAuthenticator(
    SshTarget target, string? credentialName, CredentialStore store, IShellDialogue dialogue, PersonTime person) : ISshAuthenticator
{
    public async ValueTask<Credential> GetCredentialAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        if (credentialName is not null)
        {
            return Stored(credentialName);
        }

        var question = new PasswordQuestion(target.VmName, target.Login, address.ToString());
        var password = await person.AskAsync(token => dialogue.AskPasswordAsync(question, token), cancellationToken)
            ?? throw new ShellException(ShellFailureReason.Cancelled, $"No password was given for {target.Login} on {target.VmName}.");
        try
        {
            return new PasswordCredential(password);
        }
        catch (ArgumentException e)
        {
            throw new ShellException(ShellFailureReason.CredentialUnusable, "That cannot be a password: it is too long or contains a null character. Connect again and type it once more.", e);
        }
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

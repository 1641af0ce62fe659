using System.Net;
using WebShell.Core.Credentials;
using WebShell.Core.Credentials.Authority;
using WebShell.Core.Shells;

namespace WebShell.Core.Ssh;

/// <summary>One credential per attempt: the stored one that was named, else what the person chooses once. Never one after the other.</summary>
internal sealed class CredentialAuthenticator(
    SshTarget target, string? credentialName, CredentialStore store, CertificateIssuer certificates, IShellDialogue dialogue, PersonTime person, SignInPause pause) : ISshAuthenticator
{
    /// <summary>It is reached through another machine, so the portal's own address means nothing to it.</summary>
    public bool IsBehindJump { get; init; }

    private const int MaxAnswerCharacters = PasswordCredential.MaxCharacters;

    public async ValueTask<Credential> GetCredentialAsync(SignInOffer offer, CancellationToken cancellationToken)
    {
        var isFirst = offer.Accepted == SignInMethods.None;
        dialogue.ReportFact(isFirst ? $"The machine offers {SignInWords.Of(offer.Methods)}" : $"The machine wants more: {SignInWords.Of(offer.Methods)}");
        if (isFirst && credentialName == CertificateIssuer.CredentialName)
        {
            return await IssueAsync(offer.Address, cancellationToken);
        }

        if (isFirst && credentialName is not null)
        {
            dialogue.ReportFact($"Signs in as {target.Login} with the stored credential {credentialName}");
            return Stored(credentialName);
        }

        var question = new SignInQuestion(target.VmName, target.Login, offer.Address, offer.Methods) { Accepted = offer.Accepted, Said = offer.Said };
        var chosen = await person.AskAsync((time, token) => dialogue.AskSignInAsync(question with { Time = time }, token), cancellationToken)
            ?? throw new ShellException(ShellFailureReason.Cancelled, $"Nothing was given to sign in to {target.VmName} as {target.Login}.");

        dialogue.ReportFact($"Signs in as {target.Login} with {(isFirst ? "" : "a second proof, ")}what the person gave ({chosen})");

        // Others may have failed while this person thought.
        pause.Check(target);
        return chosen;
    }

    public async ValueTask<IReadOnlyList<string>> AnswerAsync(PromptsQuestion question, CancellationToken cancellationToken)
    {
        var answers = await person.AskAsync((time, token) => dialogue.AskPromptsAsync(question with { Time = time }, token), cancellationToken)
            ?? throw new ShellException(ShellFailureReason.Cancelled, $"What {target.VmName} asked was not answered.");
        return answers.Count == question.Prompts.Count && answers.All(answer => answer.Length <= MaxAnswerCharacters && !answer.Contains('\0'))
            ? answers
            : throw new ShellException(ShellFailureReason.CredentialUnusable, $"An answer for {target.VmName} is longer than {MaxAnswerCharacters} characters or contains a null character. Connect again.");
    }

    private async Task<Credential> IssueAsync(string address, CancellationToken cancellationToken)
    {
        try
        {
            var machine = !IsBehindJump && IPEndPoint.TryParse(address, out var endpoint) ? endpoint : null;
            var credential = await certificates.IssueAsync(target.Login, $"{target.RequestedBy}/{target.SessionId}", machine, cancellationToken);
            var certificate = credential.Certificate!;
            dialogue.ReportFact($"Signs in as {target.Login} with the certificate {certificate.KeyId}, valid until {certificate.ValidUntil.UtcDateTime:HH:mm:ss} UTC from {certificate.CriticalOptions["source-address"]}");
            return credential;
        }
        catch (CertificateSigningException e)
        {
            throw new ShellException(ShellFailureReason.CredentialUnusable, $"{e.Message} {target.VmName} needs a certificate to sign in as {target.Login}: tell an administrator.", e);
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

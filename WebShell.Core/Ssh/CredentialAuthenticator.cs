using System.Net;
using WebShell.Core.Audit;
using WebShell.Core.Credentials;
using WebShell.Core.Credentials.Authority;
using WebShell.Core.Credentials.Shared;
using WebShell.Core.Shells;
using WebShell.Core.Ssh.HostKeys;

namespace WebShell.Core.Ssh;

/// <summary>One credential per attempt: the configured one that was named, else the shared one for this machine and login, else what the person chooses once. Never one after the other.</summary>
internal sealed class CredentialAuthenticator(
    SshTarget target, string? credentialName, CredentialStore store, CertificateIssuer certificates, IShellDialogue dialogue, PersonTime person, SignInPause pause) : ISshAuthenticator
{
    /// <summary>It is reached through another machine, so the portal's own address means nothing to it.</summary>
    public bool IsBehindJump { get; init; }

    /// <summary>Null: none are used.</summary>
    public ISharedCredentials? Shared { get; init; }

    /// <summary>The host key that was accepted.</summary>
    public Func<HostKey?> HostKey { get; init; } = () => null;

    private const int MaxAnswerCharacters = PasswordCredential.MaxCharacters;

    public async ValueTask<Credential> GetCredentialAsync(SignInOffer offer, CancellationToken cancellationToken)
    {
        var isFirst = offer.Accepted == SignInMethods.None;
        dialogue.ReportFact(isFirst ? $"The machine offers {SignInWords.Of(offer.Methods)}" : $"The machine wants more: {SignInWords.Of(offer.Methods)}");
        if (isFirst && await FindAsync(offer, cancellationToken) is { } found)
        {
            return found;
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

    /// <summary>What is kept for the machine; null: nothing.</summary>
    private async Task<Credential?> FindAsync(SignInOffer offer, CancellationToken cancellationToken)
    {
        if (credentialName == CertificateIssuer.CredentialName)
        {
            return await IssueAsync(certificates, offer.Address, cancellationToken);
        }

        if (credentialName is not null && Stored(credentialName) is { } stored)
        {
            dialogue.ReportFact($"Signs in as {target.Login} with the stored credential {credentialName}");
            return stored;
        }

        var shared = await SharedAsync(offer, cancellationToken);
        return shared is not null || credentialName is null ? shared : throw Unusable($"There is no credential named {credentialName}.", null);
    }

    private async Task<Credential?> SharedAsync(SignInOffer offer, CancellationToken cancellationToken)
    {
        if (Shared is null || HostKey() is not { } key)
        {
            return null;
        }

        try
        {
            var question = new SharedQuestion(target.VmSlug, target.Address, key.Fingerprint, target.Login)
            {
                RequesterId = target.RequesterId,
                RequestedBy = target.RequestedBy,
                SessionId = target.SessionId,
            };
            if (await Shared.ChooseAsync(question, cancellationToken) is not { } use)
            {
                return null;
            }

            dialogue.ReportFact($"Signs in as {target.Login} with {use.Explanation}");
            return use.Credential ?? await IssueAsync(certificates.With(use.Signer!), offer.Address, cancellationToken);
        }
        catch (Exception e) when (e is SharedCredentialException or AuditException)
        {
            throw new ShellException(ShellFailureReason.CredentialUnusable, e.Message, e);
        }
    }

    private async Task<Credential> IssueAsync(CertificateIssuer issuer, string address, CancellationToken cancellationToken)
    {
        try
        {
            var machine = !IsBehindJump && IPEndPoint.TryParse(address, out var endpoint) ? endpoint : null;
            var credential = await issuer.IssueAsync(target.Login, $"{target.RequestedBy}/{target.SessionId}", machine, cancellationToken);
            var certificate = credential.Certificate!;
            dialogue.ReportFact($"Signs in as {target.Login} with the certificate {certificate.KeyId}, valid until {certificate.ValidUntil.UtcDateTime:HH:mm:ss} UTC from {certificate.CriticalOptions["source-address"]}");
            return credential;
        }
        catch (CertificateSigningException e)
        {
            throw new ShellException(ShellFailureReason.CredentialUnusable, $"{e.Message} {target.VmName} needs a certificate to sign in as {target.Login}: tell an administrator.", e);
        }
    }

    private Credential? Stored(string name)
    {
        try
        {
            return store.Find(name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Unusable($"The files of the credential {name} cannot be used.", e);
        }
    }

    private ShellException Unusable(string what, Exception? cause) => new(
        ShellFailureReason.CredentialUnusable, $"{what} {target.VmName} needs it to sign in as {target.Login}: tell an administrator.", cause);
}

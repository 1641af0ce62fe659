using WebShell.Core.Access;
using WebShell.Core.Audit;
using WebShell.Core.Credentials;
using WebShell.Core.Credentials.Shared;

namespace WebShell.App.Account;

/// <summary>The stored credentials of who sits before the page (scoped). Who that is is asked for every call, and what changes is in the audit log before it does.</summary>
public sealed class MyCredentials(SavedCredentials saved, IKeyPairs keys, ICurrentUser currentUser, IAuditLog audit)
{
    public async Task<IReadOnlyList<SavedCredentialLine>> ListAsync(CancellationToken cancellationToken) =>
        await currentUser.GetAsync(cancellationToken) is { } user ? await saved.ListAsync(user.Id, cancellationToken) : [];

    /// <inheritdoc cref="SavedCredentials.SaveAsync"/>
    public async Task SaveAsync(string name, Credential credential, CancellationToken cancellationToken)
    {
        var user = await RequireAsync(cancellationToken);
        await NoteAsync(user, AuditKind.CredentialAdded, name, cancellationToken);
        await saved.SaveAsync(user.Id, name, credential, cancellationToken);
    }

    /// <summary>Makes a key that never leaves the portal.</summary>
    /// <returns>Its public half, as machines want it.</returns>
    /// <exception cref="SavedCredentialException">No usable name, or too many.</exception>
    public async Task<string> MakeKeyAsync(string name, CancellationToken cancellationToken)
    {
        var user = await RequireAsync(cancellationToken);
        var key = await keys.MakeAsync(cancellationToken);
        await SaveAsync(name, key, cancellationToken);
        return await PublicLineAsync(user, key, cancellationToken);
    }

    /// <summary>Puts another secret in its place; the former one is gone. A key that is not given is made here.</summary>
    /// <returns>The public half of a new key; null for a password.</returns>
    /// <exception cref="SavedCredentialException">It is gone, or of another kind.</exception>
    public async Task<string?> RotateAsync(SavedCredentialLine line, Credential? given, CancellationToken cancellationToken)
    {
        var user = await RequireAsync(cancellationToken);
        var credential = given ?? await keys.MakeAsync(cancellationToken);
        await NoteAsync(user, AuditKind.CredentialRotated, line.Name, cancellationToken);
        await saved.RotateAsync(user.Id, line.Id, credential, cancellationToken);
        return credential is PrivateKeyCredential key ? await PublicLineAsync(user, key, cancellationToken) : null;
    }

    /// <inheritdoc cref="SavedCredentials.OpenAsync"/>
    public async Task<Credential?> OpenAsync(Guid id, CancellationToken cancellationToken) =>
        await saved.OpenAsync((await RequireAsync(cancellationToken)).Id, id, cancellationToken);

    public async Task RemoveAsync(Guid id, CancellationToken cancellationToken)
    {
        var user = await RequireAsync(cancellationToken);
        if ((await saved.ListAsync(user.Id, cancellationToken)).FirstOrDefault(line => line.Id == id) is { } line)
        {
            await NoteAsync(user, AuditKind.CredentialRemoved, line.Name, cancellationToken);
            await saved.RemoveAsync(user.Id, id, cancellationToken);
        }
    }

    private async Task<string> PublicLineAsync(PortalUser user, PrivateKeyCredential key, CancellationToken cancellationToken) =>
        $"{await keys.PublicLineAsync(key, cancellationToken)} {string.Concat(user.Name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'))}@webshell";

    private ValueTask NoteAsync(PortalUser user, AuditKind kind, string name, CancellationToken cancellationToken) =>
        audit.WriteAsync(new AuditEvent(kind, user.Id, user.Name, name.Trim(), new Dictionary<string, string> { ["whose"] = "their own" }) { From = user.From }, cancellationToken);

    private async ValueTask<PortalUser> RequireAsync(CancellationToken cancellationToken) =>
        await currentUser.GetAsync(cancellationToken) ?? throw new SavedCredentialException("You are not signed in.");
}

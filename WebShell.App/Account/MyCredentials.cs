using WebShell.Core.Access;
using WebShell.Core.Credentials;

namespace WebShell.App.Account;

/// <summary>The stored credentials of who sits before the page (scoped). Who that is is asked for every call.</summary>
public sealed class MyCredentials(SavedCredentials saved, ICurrentUser currentUser)
{
    public async Task<IReadOnlyList<SavedCredentialLine>> ListAsync(CancellationToken cancellationToken) =>
        await currentUser.GetAsync(cancellationToken) is { } user ? await saved.ListAsync(user.Id, cancellationToken) : [];

    /// <inheritdoc cref="SavedCredentials.SaveAsync"/>
    public async Task SaveAsync(string name, Credential credential, CancellationToken cancellationToken) =>
        await saved.SaveAsync((await RequireAsync(cancellationToken)).Id, name, credential, cancellationToken);

    /// <inheritdoc cref="SavedCredentials.OpenAsync"/>
    public async Task<Credential?> OpenAsync(Guid id, CancellationToken cancellationToken) =>
        await saved.OpenAsync((await RequireAsync(cancellationToken)).Id, id, cancellationToken);

    public async Task RemoveAsync(Guid id, CancellationToken cancellationToken) =>
        await saved.RemoveAsync((await RequireAsync(cancellationToken)).Id, id, cancellationToken);

    private async ValueTask<PortalUser> RequireAsync(CancellationToken cancellationToken) =>
        await currentUser.GetAsync(cancellationToken) ?? throw new SavedCredentialException("You are not signed in.");
}

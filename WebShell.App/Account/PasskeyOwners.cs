using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using WebShell.Core.Accounts;

namespace WebShell.App.Account;

/// <summary>The accounts as the framework's passkey handler asks for them; it only reads. What is to change goes through <see cref="SignInDesk"/>.</summary>
internal sealed class PasskeyOwners(AccountBook book) : IUserPasskeyStore<PasskeyOwner>
{
    public static UserPasskeyInfo Known(AccountPasskey passkey) => new(
        WebEncoders.Base64UrlDecode(passkey.Id), passkey.PublicKey, passkey.AddedAt, passkey.SignCount, passkey.Transports, isUserVerified: true, passkey.IsBackupEligible, passkey.IsBackedUp, [], [])
    {
        Name = passkey.Name,
    };

    public Task<PasskeyOwner?> FindByIdAsync(string userId, CancellationToken cancellationToken) => Task.FromResult(Owner(book.Now.Find(userId)));

    public Task<PasskeyOwner?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => Task.FromResult(Owner(book.Now.Named(normalizedUserName)));

    public Task<PasskeyOwner?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        Task.FromResult(Owner(book.Now.OwnerOfPasskey(WebEncoders.Base64UrlEncode(credentialId))));

    public Task<UserPasskeyInfo?> FindPasskeyAsync(PasskeyOwner user, byte[] credentialId, CancellationToken cancellationToken) =>
        Task.FromResult(book.Now.MeansOf(user.Id).Passkeys.FirstOrDefault(passkey => passkey.Id == WebEncoders.Base64UrlEncode(credentialId)) is { } found ? Known(found) : null);

    public Task<IList<UserPasskeyInfo>> GetPasskeysAsync(PasskeyOwner user, CancellationToken cancellationToken) =>
        Task.FromResult<IList<UserPasskeyInfo>>([.. book.Now.MeansOf(user.Id).Passkeys.Select(Known)]);

    public Task<string> GetUserIdAsync(PasskeyOwner user, CancellationToken cancellationToken) => Task.FromResult(user.Id);

    public Task<string?> GetUserNameAsync(PasskeyOwner user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Name);

    public Task<string?> GetNormalizedUserNameAsync(PasskeyOwner user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Name);

    public Task SetUserNameAsync(PasskeyOwner user, string? userName, CancellationToken cancellationToken) => throw ReadOnly();

    public Task SetNormalizedUserNameAsync(PasskeyOwner user, string? normalizedName, CancellationToken cancellationToken) => throw ReadOnly();

    public Task AddOrUpdatePasskeyAsync(PasskeyOwner user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw ReadOnly();

    public Task RemovePasskeyAsync(PasskeyOwner user, byte[] credentialId, CancellationToken cancellationToken) => throw ReadOnly();

    public Task<IdentityResult> CreateAsync(PasskeyOwner user, CancellationToken cancellationToken) => throw ReadOnly();

    public Task<IdentityResult> UpdateAsync(PasskeyOwner user, CancellationToken cancellationToken) => throw ReadOnly();

    public Task<IdentityResult> DeleteAsync(PasskeyOwner user, CancellationToken cancellationToken) => throw ReadOnly();

    public void Dispose()
    {
        // Holds nothing of its own.
    }

    private static PasskeyOwner? Owner(Core.Accounts.Account? account) => account is { IsDisabled: false } ? new PasskeyOwner(account.Id, account.Name) : null;

    private static NotSupportedException ReadOnly() => new("Accounts are changed through the desk.");
}

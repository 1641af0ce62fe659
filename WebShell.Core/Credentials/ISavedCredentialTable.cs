namespace WebShell.Core.Credentials;

/// <summary>Where stored credentials lie. Every question names the owner: another's row is as one that does not exist.</summary>
public interface ISavedCredentialTable
{
    /// <exception cref="SavedCredentialException">The name is taken, or the owner has too many.</exception>
    Task AddAsync(SavedCredential row, int most, CancellationToken cancellationToken);

    /// <summary>Without secrets, by name.</summary>
    Task<IReadOnlyList<SavedCredentialLine>> ListAsync(string ownerId, CancellationToken cancellationToken);

    Task<SavedCredential?> FindAsync(string ownerId, Guid id, CancellationToken cancellationToken);

    /// <returns>False: there was none.</returns>
    Task<bool> ReplaceAsync(string ownerId, Guid id, byte[] secret, CancellationToken cancellationToken);

    Task NoteUseAsync(string ownerId, Guid id, DateTimeOffset at, CancellationToken cancellationToken);

    /// <returns>False: there was none.</returns>
    Task<bool> RemoveAsync(string ownerId, Guid id, CancellationToken cancellationToken);
}

/// <summary>A credential cannot be stored; the message is for the person.</summary>
public sealed class SavedCredentialException(string message) : Exception(message);

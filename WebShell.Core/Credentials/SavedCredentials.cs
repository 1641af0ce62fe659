using System.Security.Cryptography;
using System.Text.Json;

namespace WebShell.Core.Credentials;

/// <summary>The credentials that people store for themselves. What goes in comes out for signing in only, and only for its owner.</summary>
public sealed class SavedCredentials(ISavedCredentialTable table, ISecretProtector protector, TimeProvider time)
{
    /// <summary>One person has no more.</summary>
    public const int MaxPerOwner = 50;

    public const int MaxNameCharacters = 64;

    /// <exception cref="SavedCredentialException">No usable name, too many, or of a kind that is not kept.</exception>
    /// <exception cref="SecretUnreadableException">There is no usable key to seal it with.</exception>
    public async Task<SavedCredentialLine> SaveAsync(string ownerId, string name, Credential credential, CancellationToken cancellationToken)
    {
        name = name.Trim();
        if (name.Length is 0 or > MaxNameCharacters || name.Any(char.IsControl))
        {
            throw new SavedCredentialException($"Give it a name of 1 to {MaxNameCharacters} characters.");
        }

        var (kind, secret) = Pack(credential);
        try
        {
            var id = Guid.NewGuid();
            var row = new SavedCredential
            {
                Id = id,
                OwnerId = ownerId,
                Name = name,
                Kind = kind,
                Secret = protector.Protect(secret, new SecretBinding(id, ownerId, kind.ToString())),
                AddedAt = time.GetUtcNow(),
            };
            await table.AddAsync(row, MaxPerOwner, cancellationToken);
            return new SavedCredentialLine(id, name, kind, row.AddedAt, null);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    public Task<IReadOnlyList<SavedCredentialLine>> ListAsync(string ownerId, CancellationToken cancellationToken) => table.ListAsync(ownerId, cancellationToken);

    /// <summary>The credential, for signing in; null when the owner has none of that id. Notes the use.</summary>
    /// <exception cref="SecretUnreadableException">It cannot be opened.</exception>
    public async Task<Credential?> OpenAsync(string ownerId, Guid id, CancellationToken cancellationToken)
    {
        if (await table.FindAsync(ownerId, id, cancellationToken) is not { } row)
        {
            return null;
        }

        var secret = protector.Unprotect(row.Secret, row.Binding);
        try
        {
            await table.NoteUseAsync(ownerId, id, time.GetUtcNow(), cancellationToken);
            return Unpack(row.Kind, secret);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>Puts another secret of the same kind in its place; the former one is gone.</summary>
    /// <exception cref="SavedCredentialException">The owner has none of that id, or it is of another kind.</exception>
    /// <exception cref="SecretUnreadableException">There is no usable key to seal it with.</exception>
    public async Task RotateAsync(string ownerId, Guid id, Credential credential, CancellationToken cancellationToken)
    {
        var (kind, secret) = Pack(credential);
        try
        {
            if (await table.FindAsync(ownerId, id, cancellationToken) is not { } row || row.Kind != kind
                || !await table.ReplaceAsync(ownerId, id, protector.Protect(secret, row.Binding), cancellationToken))
            {
                throw new SavedCredentialException("There is no such credential any more, or it is of another kind.");
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <returns>False: the owner has none of that id.</returns>
    public Task<bool> RemoveAsync(string ownerId, Guid id, CancellationToken cancellationToken) => table.RemoveAsync(ownerId, id, cancellationToken);

    private static (SavedCredentialKind Kind, byte[] Secret) Pack(Credential credential) => credential switch
    {
        PasswordCredential password => (SavedCredentialKind.Password, JsonSerializer.SerializeToUtf8Bytes<string?[]>([password.Password])),
        PrivateKeyCredential key => (SavedCredentialKind.PrivateKey, JsonSerializer.SerializeToUtf8Bytes<string?[]>([key.Key, key.Passphrase, key.Certificate?.Line])),
        _ => throw new SavedCredentialException("Only passwords and private keys can be stored."),
    };

    private static Credential Unpack(SavedCredentialKind kind, byte[] secret)
    {
        var parts = JsonSerializer.Deserialize<string?[]>(secret)!;
        return kind == SavedCredentialKind.Password ? new PasswordCredential(parts[0]!) : new PrivateKeyCredential(parts[0]!, parts[1], parts[2]);
    }
}

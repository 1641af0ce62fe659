namespace WebShell.Core.Credentials;

/// <summary>Seals secrets for keeping. What is sealed opens again for the same binding only, so that a row copied to another owner is worth nothing.</summary>
public interface ISecretProtector
{
    /// <exception cref="SecretUnreadableException">There is no usable key.</exception>
    byte[] Protect(ReadOnlySpan<byte> secret, SecretBinding binding);

    /// <exception cref="SecretUnreadableException">Another key, another binding, or altered.</exception>
    byte[] Unprotect(ReadOnlySpan<byte> protectedSecret, SecretBinding binding);

    /// <summary>The same secret under the current key-encryption key; null when it is already. Nothing is opened but the data key.</summary>
    /// <exception cref="SecretUnreadableException">Another key, another binding, or altered.</exception>
    byte[]? Rewrap(ReadOnlySpan<byte> protectedSecret, SecretBinding binding);
}

/// <summary>What a secret belongs to.</summary>
/// <param name="Id">The row.</param>
/// <param name="OwnerId">The user.</param>
/// <param name="Kind">The kind of secret, as it is written in the row.</param>
public sealed record SecretBinding(Guid Id, string OwnerId, string Kind);

/// <summary>A stored secret cannot be opened, or none be stored; the message says what an administrator has to look at.</summary>
public sealed class SecretUnreadableException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The key that it was sealed with is not among those at hand.</summary>
    public bool IsKeyMissing { get; init; }

    internal static SecretUnreadableException Altered(Exception? cause) =>
        new("The stored secret was altered, or belongs to something else. Remove it and store it anew; if nobody touched the database, tell the security desk.", cause);
}

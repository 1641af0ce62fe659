namespace WebShell.Core.Credentials.Keys;

/// <summary>
/// A key-encryption key: wraps the data keys that secrets are sealed with, and unwraps one for the same context only. Nobody asks for
/// the key itself, so it may live elsewhere (a KMS, an HSM). Thread-safe.
/// </summary>
public interface IKeyWrapper
{
    /// <summary>What envelopes name it by: <see cref="KeyName.Characters"/> hexadecimal digits in lower case, the same at every node and start, another one for every other key. It says nothing of the key.</summary>
    string Id { get; }

    /// <summary>Where it is kept, for an administrator, as in <c>the key file /…</c>; never the key.</summary>
    string Place { get; }

    /// <summary>Wraps a data key; at most <see cref="KeyName.MaxWrappedBytes"/> come back.</summary>
    /// <exception cref="SecretUnreadableException">It cannot at the moment; the message says why.</exception>
    byte[] Wrap(ReadOnlySpan<byte> dataKey, ReadOnlySpan<byte> context);

    /// <exception cref="SecretUnreadableException">Another key, another context, altered, or out of reach.</exception>
    byte[] Unwrap(ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> context);

    /// <summary>False: an older version of this key wrapped it, so a rewrap renews it.</summary>
    bool IsCurrent(ReadOnlySpan<byte> wrapped) => true;
}

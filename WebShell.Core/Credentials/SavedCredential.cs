namespace WebShell.Core.Credentials;

/// <summary>A credential that a person stored, as it lies in the database: what it is called, and the sealed secret.</summary>
public sealed class SavedCredential
{
    public required Guid Id { get; init; }

    public required string OwnerId { get; init; }

    /// <summary>Unique among its owner's.</summary>
    public required string Name { get; init; }

    public required SavedCredentialKind Kind { get; init; }

    /// <summary>Sealed by <see cref="ISecretProtector"/>, bound to id, owner and kind.</summary>
    public required byte[] Secret { get; init; }

    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>Null: never.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    internal SecretBinding Binding => new(Id, OwnerId, Kind.ToString());
}

/// <summary>What can be stored. The names are stable: secrets are bound to them.</summary>
public enum SavedCredentialKind
{
    Password,
    PrivateKey,
}

/// <summary>What its owner sees of it; never the secret.</summary>
public sealed record SavedCredentialLine(Guid Id, string Name, SavedCredentialKind Kind, DateTimeOffset AddedAt, DateTimeOffset? LastUsedAt);

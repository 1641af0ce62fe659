namespace WebShell.Core.Accounts;

/// <summary>The public half of a passkey (WebAuthn level 3, section 4: credential record).</summary>
public sealed record AccountPasskey
{
    public const int MaxNameLength = 64;

    /// <summary>The credential id, in base64url.</summary>
    public required string Id { get; init; }

    /// <summary>What its owner calls it.</summary>
    public required string Name { get; init; }

    public required byte[] PublicKey { get; init; }

    public DateTimeOffset AddedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>How often the authenticator says it was used; one that does not count says 0.</summary>
    public uint SignCount { get; init; }

    public string[] Transports { get; init; } = [];

    public bool IsBackupEligible { get; init; }

    public bool IsBackedUp { get; init; }
}

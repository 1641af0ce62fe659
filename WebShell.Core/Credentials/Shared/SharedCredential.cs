namespace WebShell.Core.Credentials.Shared;

/// <summary>A credential that several people use and nobody sees: what it is, the machines and the login it is for, and the sealed secret.</summary>
public sealed class SharedCredential
{
    public const int MaxName = 64;
    public const int MaxDescription = 500;
    public const int MaxOwner = 256;
    public const int MaxMachines = 1024;
    public const int MaxLogin = 65;

    /// <summary>As <see cref="Login"/>: whichever login the connection asks for.</summary>
    public const string AnyLogin = "*";

    public required Guid Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The name in lower case: unique.</summary>
    public required string NameKey { get; init; }

    public required string Description { get; init; }

    /// <summary>Who looks after it besides the administrators: <c>user:NAME</c>, <c>group:NAME</c>, or nobody (empty).</summary>
    public required string Owner { get; init; }

    public required SharedKind Kind { get; init; }

    /// <summary>Its machines, by labels and fields as a search has them (<c>env:prod role:web</c>); <c>*</c>: all.</summary>
    public required string Machines { get; init; }

    /// <summary>The login it is for, or <see cref="AnyLogin"/>.</summary>
    public required string Login { get; init; }

    /// <summary>Sealed by <see cref="ISecretProtector"/>, bound to id, owner and kind; empty where there is none (an agent's key), or where it was lost.</summary>
    public required byte[] Secret { get; init; }

    /// <summary>Its public half as machines want it; null where it has none.</summary>
    public string? PublicLine { get; init; }

    public required DateTimeOffset AddedAt { get; init; }

    public required string AddedBy { get; init; }

    public required DateTimeOffset RotatedAt { get; init; }

    public required string RotatedBy { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }

    public string? LastUsedBy { get; init; }

    public string? LastUsedOn { get; init; }

    /// <summary>Goes up with each change; who changes a former one is told.</summary>
    public required int Version { get; init; }

    internal SecretBinding Binding => new(Id, $"shared {Owner}", Kind.ToString());
}

/// <summary>What it proves a login with. The names are stable: secrets are bound to them.</summary>
public enum SharedKind
{
    Password,
    PrivateKey,

    /// <summary>A key in the service account's agent, named by its public half.</summary>
    AgentKey,

    /// <summary>A certificate authority of its own: each connection gets a key and a certificate of minutes.</summary>
    Authority,
}

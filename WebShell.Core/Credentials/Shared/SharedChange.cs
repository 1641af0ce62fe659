namespace WebShell.Core.Credentials.Shared;

/// <summary>What was done with a shared credential; never a secret.</summary>
public sealed class SharedChange
{
    public const int MaxBy = 256;
    public const int MaxDetail = 1000;

    public required Guid Id { get; init; }

    public required Guid CredentialId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string By { get; init; }

    public required SharedAct Act { get; init; }

    /// <summary>The print of the public half, or what was changed.</summary>
    public required string Detail { get; init; }
}

/// <summary>What can be done with one. The names are stable: they are stored.</summary>
public enum SharedAct
{
    Added,
    Changed,
    Rotated,
    Confirmed,
}

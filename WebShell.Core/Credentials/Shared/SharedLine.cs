namespace WebShell.Core.Credentials.Shared;

/// <summary>What is shown of a shared credential; never the secret.</summary>
public sealed record SharedLine(Guid Id, SharedDraft Draft, int Version)
{
    /// <summary>Its public half as machines want it; null where it has none.</summary>
    public string? PublicLine { get; private init; }

    /// <summary>False: its secret was lost with its key and has to be given anew.</summary>
    public bool HasSecret { get; private init; }

    public DateTimeOffset RotatedAt { get; private init; }

    public string RotatedBy { get; private init; } = "";

    public DateTimeOffset? LastUsedAt { get; private init; }

    public string? LastUsedBy { get; private init; }

    public string? LastUsedOn { get; private init; }

    /// <summary>How many machines it means now.</summary>
    public int Machines { get; private init; }

    /// <summary>On how many of them it waits for somebody to confirm.</summary>
    public int Waiting { get; private init; }

    /// <summary>How many have no pinned host key to bind to.</summary>
    public int WithoutHostKey { get; private init; }

    internal static SharedLine Of(SharedCredential row, IReadOnlyList<SharedMachine> machines) => new(row.Id, SharedDraft.Of(row), row.Version)
    {
        PublicLine = row.PublicLine,
        HasSecret = row.Secret.Length > 0 || row.Kind == SharedKind.AgentKey,
        RotatedAt = row.RotatedAt,
        RotatedBy = row.RotatedBy,
        LastUsedAt = row.LastUsedAt,
        LastUsedBy = row.LastUsedBy,
        LastUsedOn = row.LastUsedOn,
        Machines = machines.Count,
        Waiting = machines.Count(machine => machine.State is not (BindingState.Confirmed or BindingState.NoHostKey)),
        WithoutHostKey = machines.Count(machine => machine.State == BindingState.NoHostKey),
    };
}

/// <summary>One shared credential with its machines and its history.</summary>
public sealed record SharedDetails(SharedLine Line, IReadOnlyList<SharedMachine> Machines, IReadOnlyList<SharedChange> History);

namespace WebShell.Core.Audit;

/// <summary>Something that somebody did and that must be found again. Never a secret.</summary>
/// <param name="Kind">What.</param>
/// <param name="ActorId">Who, stable and unique.</param>
/// <param name="ActorName">Who, as others know them.</param>
/// <param name="On">With what: a machine's name, or a description where it was several.</param>
/// <param name="Details">Facts by name, e.g. the prints of the old and the new key.</param>
public sealed record AuditEvent(AuditKind Kind, string ActorId, string ActorName, string On, IReadOnlyDictionary<string, string> Details);

/// <summary>The closed set of what is recorded.</summary>
public enum AuditKind
{
    HostKeyPinned,

    /// <summary>A machine showed a key that is not the pinned one, or that is revoked; it was stopped.</summary>
    HostKeyRefused,
    HostKeyReplaced,
    HostKeyRemoved,
    HostKeyRevoked,
    HostKeysImported,
    MachineAdded,
    MachineChanged,
    MachinesLabelled,
    MachinesRemoved,
    MachinesBroughtBack,
    MachinesImported,
    MachineSourceSaved,
    MachineSourceRemoved,
}

namespace WebShell.Core.Audit;

/// <summary>What came of it.</summary>
public enum AuditOutcome
{
    Done,

    /// <summary>It was not allowed; nothing happened.</summary>
    Refused,

    /// <summary>It was allowed and did not succeed.</summary>
    Failed,
}

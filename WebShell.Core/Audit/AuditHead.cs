namespace WebShell.Core.Audit;

/// <summary>How far this node has written the chain: what is known to be in the database, and what was about to be.</summary>
/// <param name="Written">The newest link that is in the database for certain.</param>
/// <param name="Announced">The newest that may be: a crash between announcing and knowing leaves it open.</param>
public sealed record AuditHead(AuditLink Written, AuditLink Announced)
{
    /// <summary>The link that the next event follows, given the newest one in the database. Where that was cut off or altered, what was written counts: the break stays to be seen.</summary>
    public static AuditLink Basis(AuditLink newest, AuditHead? head) =>
        head is null || newest == head.Announced ? newest
        : newest.Number <= head.Written.Number ? head.Written
        : newest;
}

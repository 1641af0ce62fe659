namespace WebShell.Core.Audit;

/// <summary>Finds events in the database, the newest first.</summary>
public interface IAuditSearch
{
    /// <summary>The number of the newest event; 0: there is none.</summary>
    /// <exception cref="AuditStoreException">The database does not answer.</exception>
    Task<long> NewestAsync(CancellationToken cancellationToken);

    /// <summary>The numbers and moments of all that match, the newest first.</summary>
    /// <param name="query">What.</param>
    /// <param name="after">Only those with a higher number.</param>
    /// <param name="through">Only those up to this number.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AuditStoreException">The database does not answer.</exception>
    IAsyncEnumerable<(long Number, DateTimeOffset At)> IndexAsync(AuditQuery query, long after, long through, CancellationToken cancellationToken);

    /// <summary>Those that match between two numbers, both included, the newest first.</summary>
    /// <exception cref="AuditStoreException">The database does not answer.</exception>
    Task<IReadOnlyList<AuditRow>> ReadAsync(AuditQuery query, long highest, long lowest, CancellationToken cancellationToken);

    /// <summary>All that match, the oldest first, a portion at a time.</summary>
    /// <exception cref="AuditStoreException">The database does not answer.</exception>
    IAsyncEnumerable<AuditRow> ReadAllAsync(AuditQuery query, CancellationToken cancellationToken);

    /// <summary>What follows from an event: what names it as its cause, the first few.</summary>
    /// <exception cref="AuditStoreException">The database does not answer.</exception>
    Task<IReadOnlyList<AuditRow>> FollowingAsync(AuditRow row, CancellationToken cancellationToken);
}

namespace WebShell.Core.Audit;

/// <summary>The events in the database: appended by one writer at a time over all nodes, never changed, whole old days removed.</summary>
public interface IAuditTable
{
    /// <summary>Several nodes write it.</summary>
    bool IsShared { get; }

    /// <summary>Appends them in order, all or none; they are on the disk when it returns.</summary>
    /// <param name="entries">What happened.</param>
    /// <param name="mayBeThere">Some may have been written before; those are left out.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The newest link.</returns>
    /// <exception cref="AuditStoreException">The database does not take them; it is unknown whether it has.</exception>
    Task<AuditLink> AppendAsync(IReadOnlyList<AuditEntry> entries, bool mayBeThere, CancellationToken cancellationToken);

    /// <summary>The newest link; <see cref="AuditLink.None"/> where there is no event.</summary>
    /// <exception cref="AuditStoreException">The database does not answer.</exception>
    Task<AuditLink> NewestAsync(CancellationToken cancellationToken);

    /// <summary>Every event in order, from memory-sized portions: what is appended meanwhile may come too.</summary>
    /// <exception cref="AuditStoreException">The database does not answer.</exception>
    IAsyncEnumerable<AuditRow> ReadAsync(CancellationToken cancellationToken);

    /// <summary>The link that the oldest event follows: of the newest event that was removed because it was old. Null: none was.</summary>
    /// <exception cref="AuditStoreException">The database does not answer.</exception>
    Task<AuditLink?> AnchorAsync(CancellationToken cancellationToken);

    /// <summary>The last event before a day, when everything up to it is older too; null: nothing is. The newest event of all is never meant.</summary>
    /// <exception cref="AuditStoreException">The database does not answer.</exception>
    Task<AuditLink?> LastBeforeAsync(int day, CancellationToken cancellationToken);

    /// <summary>Removes every event up to this one, which becomes the anchor. Broken off, it has removed the oldest of them and is called again.</summary>
    /// <exception cref="AuditStoreException">The database does not answer.</exception>
    Task ClearAsync(AuditLink last, CancellationToken cancellationToken);
}

/// <summary>The database does not take or give events. The message is for the user.</summary>
public sealed class AuditStoreException(string message, Exception? cause) : IOException(message, cause);

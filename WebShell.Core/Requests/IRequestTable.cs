namespace WebShell.Core.Requests;

/// <summary>Where requests for access are kept. Each change makes a new edition, which is what several nodes agree by.</summary>
public interface IRequestTable
{
    /// <summary>All requests, the newest first, and their edition; 0: nobody has ever asked.</summary>
    /// <exception cref="RequestException">They cannot be read.</exception>
    Task<StoredRequests> ReadAsync(CancellationToken cancellationToken);

    /// <exception cref="RequestException">It cannot be read.</exception>
    Task<long> ReadEditionAsync(CancellationToken cancellationToken);

    /// <summary>Writes a change and makes the next edition of it.</summary>
    /// <param name="put">Requests that are new or changed.</param>
    /// <param name="removed">The ids of those that are kept no longer.</param>
    /// <param name="edition">The edition that the change was made to.</param>
    /// <param name="cancellationToken">Gives up; nothing is written then.</param>
    /// <returns>False where there is another edition by now: nothing was written.</returns>
    /// <exception cref="RequestException">They cannot be written; nothing was.</exception>
    Task<bool> WriteAsync(IReadOnlyCollection<AskedAccess> put, IReadOnlyCollection<string> removed, long edition, CancellationToken cancellationToken);
}

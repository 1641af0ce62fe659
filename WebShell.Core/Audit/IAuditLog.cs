namespace WebShell.Core.Audit;

/// <summary>Keeps what was done. An act is written before it takes place: what cannot be written does not happen.</summary>
public interface IAuditLog
{
    /// <summary>On return it is on the disk, and stays there in the order of the calls.</summary>
    /// <param name="what">What is about to happen, or has been refused.</param>
    /// <param name="cancellationToken">Gives up waiting before it is written. What must be known in any case takes none.</param>
    /// <exception cref="AuditException">It could not be written.</exception>
    ValueTask WriteAsync(AuditEvent what, CancellationToken cancellationToken);
}

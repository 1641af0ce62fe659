namespace WebShell.Core.Audit;

/// <summary>Keeps what was done. An act is written before it takes place: what cannot be written does not happen.</summary>
public interface IAuditLog
{
    /// <summary>On return it is on the disk.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    void Write(AuditEvent what);
}

using WebShell.Core.Audit;

namespace WebShell.Tests.Support;

/// <summary>An audit log in memory, which can be broken.</summary>
internal sealed class AuditList : IAuditLog
{
    public List<AuditEvent> Events { get; } = [];

    public bool IsBroken { get; set; }

    public ValueTask WriteAsync(AuditEvent what, CancellationToken cancellationToken)
    {
        if (IsBroken)
        {
            throw new AuditException(new IOException("The disk is full."));
        }

        Events.Add(what);
        return ValueTask.CompletedTask;
    }
}

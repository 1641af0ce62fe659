using WebShell.Core.Audit;

namespace WebShell.Tests.Support;

/// <summary>An audit log in memory, which can be broken. Thread-safe; what was written is seen as it was at the moment of asking.</summary>
internal sealed class AuditList : IAuditLog
{
    private readonly Lock _gate = new();
    private readonly List<AuditEvent> _events = [];

    public IReadOnlyList<AuditEvent> Events
    {
        get
        {
            lock (_gate)
            {
                return [.. _events];
            }
        }
    }

    public bool IsBroken { get; set; }

    public ValueTask WriteAsync(AuditEvent what, CancellationToken cancellationToken)
    {
        if (IsBroken)
        {
            throw new AuditException(new IOException("The disk is full."));
        }

        lock (_gate)
        {
            _events.Add(what);
        }

        return ValueTask.CompletedTask;
    }
}

using WebShell.Core.Audit;

namespace WebShell.Tests.Support;

/// <summary>An audit log in memory, which can be broken.</summary>
internal sealed class AuditList : IAuditLog
{
    public List<AuditEvent> Events { get; } = [];

    public bool IsBroken { get; set; }

    public void Write(AuditEvent what)
    {
        if (IsBroken)
        {
            throw new IOException("The disk is full.");
        }

        Events.Add(what);
    }
}

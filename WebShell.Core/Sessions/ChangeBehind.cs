using WebShell.Core.Audit;

namespace WebShell.Core.Sessions;

/// <summary>Finds the change that a shell was ended for: the newest event about rules, people or machines that was written shortly before, on whichever node.</summary>
public sealed class ChangeBehind(IAuditSearch search, TimeProvider time)
{
    /// <summary>A change that is older ended nothing now: revocation takes five seconds at most (promises.md, 2).</summary>
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    /// <summary>A database that takes longer is not waited for.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>The newest events that are looked at; in ten seconds there are seldom more.</summary>
    private const int MaxEvents = 200;

    /// <summary>Whether somebody's change may be behind an end of this reason.</summary>
    public static bool MayBe(SessionEndReason reason) => reason is SessionEndReason.AccessRevoked or SessionEndReason.AccountDisabled or SessionEndReason.MachineRemoved;

    /// <summary>The event's id, and what kind of thing was changed: <c>rule</c>, <c>account</c>, <c>group</c>, <c>access</c>, <c>machine</c>. Null: hours that ended, or nothing is known.</summary>
    public async Task<(Guid Id, string Thing)?> FindAsync(SessionEnd end, string owner)
    {
        try
        {
            using var late = new CancellationTokenSource(Limit, time);
            var newest = await search.NewestAsync(late.Token);
            var rows = await search.ReadAsync(AuditQuery.Everything, newest, Math.Max(1, newest - MaxEvents + 1), late.Token);
            return rows.Where(row => row.Entry.Outcome == "done" && end.At - row.Entry.At < Window && Explains(end.Reason, row.Entry, owner)).MaxBy(row => row.Number) is { } cause
                ? (cause.Entry.Id, ThingOf(cause.Entry))
                : null;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            return null;
        }
    }

    private static bool Explains(SessionEndReason reason, AuditEntry entry, string owner) => (reason, ThingOf(entry)) switch
    {
        (SessionEndReason.AccountDisabled, "account") => entry.On.Equals(owner, StringComparison.OrdinalIgnoreCase),
        (SessionEndReason.MachineRemoved, "machine" or "machine-source") => true,
        (SessionEndReason.AccessRevoked, "account") => entry.On.Equals(owner, StringComparison.OrdinalIgnoreCase),
        (SessionEndReason.AccessRevoked, "rule" or "group" or "access" or "machine" or "machine-source") => true,
        _ => false,
    };

    private static string ThingOf(AuditEntry entry) => entry.Kind.Split('.')[0];
}

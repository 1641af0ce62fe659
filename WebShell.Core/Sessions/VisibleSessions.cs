using WebShell.Core.Access;
using WebShell.Core.Audit;

namespace WebShell.Core.Sessions;

/// <summary>
/// The sessions of this node as the current user sees them, and what may be done with them from a list (scoped). Rights are asked for every
/// answer; a session one may not see, one that is gone and one that never was are the same.
/// </summary>
public sealed class VisibleSessions(SessionRegistry registry, AccessPolicy policy, OnlookerRights onlookers, ICurrentUser currentUser, SessionAudit audit)
{
    /// <summary>A session came, went or changed; from any thread.</summary>
    public event Action? Changed
    {
        add => registry.Changed += value;
        remove => registry.Changed -= value;
    }

    /// <summary>The live ones in the order of their opening, then the ended ones, the newest first.</summary>
    public async ValueTask<IReadOnlyList<SessionLine>> ListAsync(CancellationToken cancellationToken)
    {
        var user = await currentUser.GetAsync(cancellationToken);
        return
        [
            .. Live(user),
            .. registry.RecentlyEnded.Where(session => May(user, SessionAction.See, session.OwnerId)).Select(session => LineOf(session, user)),
        ];
    }

    /// <summary>The live ones, in the order of their opening.</summary>
    public async ValueTask<IReadOnlyList<SessionLine>> ListLiveAsync(CancellationToken cancellationToken)
    {
        var user = await currentUser.GetAsync(cancellationToken);
        return [.. Live(user)];
    }

    /// <summary>All that is known of one, alive or ended lately. Null: there is no such session.</summary>
    public async ValueTask<SessionDetails?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var user = await currentUser.GetAsync(cancellationToken);
        if (registry.Find(id) is { State: not SessionState.Ended } live && Seen(user, live) is { } line)
        {
            return new SessionDetails(line, live.Facts, live.Opening);
        }

        var ended = registry.RecentlyEnded.FirstOrDefault(session => session.Id == id && May(user, SessionAction.See, session.OwnerId));
        return ended is null ? null : new SessionDetails(LineOf(ended, user), ended.Facts, ended.Opening);
    }

    /// <summary>Ends a live session; completes when its shell is closed. False: there is no such session, or it has ended.</summary>
    /// <exception cref="AuditException">It could not be written to the audit log; the shell goes on.</exception>
    public async Task<bool> EndAsync(string id, CancellationToken cancellationToken)
    {
        var user = await currentUser.GetAsync(cancellationToken);
        if (Find(user, SessionAction.End, id) is not { } session)
        {
            return false;
        }

        if (session.OwnerId != user!.Id)
        {
            await audit.EndingAsync(user, session, cancellationToken);
        }

        await session.EndAsync(session.OwnerId == user.Id ? SessionEndReason.ClosedByUser : SessionEndReason.ClosedByAdministrator);
        return true;
    }

    /// <summary>Gives a live session a name of its own; an empty one takes it away. False: there is no such session, or it has ended.</summary>
    /// <exception cref="ArgumentException">Not a <see cref="SessionName"/>; the message says what is accepted.</exception>
    /// <exception cref="AuditException">It could not be written to the audit log; it keeps its name.</exception>
    public async ValueTask<bool> RenameAsync(string id, string name, CancellationToken cancellationToken)
    {
        var accepted = SessionName.Parse(name);
        var user = await currentUser.GetAsync(cancellationToken);
        if (Find(user, SessionAction.Use, id) is not { } session)
        {
            return false;
        }

        await audit.RenamingAsync(user!, session, accepted, cancellationToken);
        session.Rename(accepted);
        return true;
    }

    private IEnumerable<SessionLine> Live(PortalUser? user) =>
        registry.All.Where(session => session.State != SessionState.Ended).Select(session => Seen(user, session)).OfType<SessionLine>();

    // Who may watch a session knows of it, too. Most people may watch nobody, which is cheap to know.
    private SessionLine? Seen(PortalUser? user, TerminalSession session)
    {
        var mayWatch = user is not null && session.OwnerId != user.Id && policy.MayWatchAnybody(user) && onlookers.MayWatch(user, session);
        return mayWatch || May(user, SessionAction.See, session.OwnerId) ? LineOf(session, user) with { MayWatch = mayWatch, MayEnd = May(user, SessionAction.End, session.OwnerId) } : null;
    }

    private TerminalSession? Find(PortalUser? user, SessionAction action, string id) =>
        registry.Find(id) is { State: not SessionState.Ended } session && May(user, action, session.OwnerId) ? session : null;

    private bool May(PortalUser? user, SessionAction action, string ownerId) => policy.Decide(user, action, ownerId).IsAllowed;

    private static SessionLine LineOf(TerminalSession session, PortalUser? user) => new()
    {
        Id = session.Id,
        Name = session.Name,
        VmName = session.VmName,
        VmSlug = session.VmSlug,
        Login = session.Login,
        Environment = session.Environment,
        OwnerName = session.OwnerName,
        Reason = session.Reason,
        IsMine = session.OwnerId == user?.Id,
        OpenedAt = session.OpenedAt,
        State = session.State,
        Idle = session.Idle,
        Alone = session.Alone,
        GraceLeft = session.GraceLeft,
        Workspace = session.Workspace,
        Onlookers = [.. session.Onlookers.Select(watch => watch.By.Name).Distinct()],
    };

    private static SessionLine LineOf(EndedSession session, PortalUser? user) => new()
    {
        Id = session.Id,
        Name = session.Name,
        VmName = session.VmName,
        VmSlug = session.VmSlug,
        Login = session.Login,
        Environment = session.Environment,
        OwnerName = session.OwnerName,
        Reason = session.Reason,
        IsMine = session.OwnerId == user?.Id,
        OpenedAt = session.OpenedAt,
        State = SessionState.Ended,
        End = session.End,
    };
}

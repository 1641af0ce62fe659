using WebShell.Core.Access;
using WebShell.Core.Sessions;

namespace WebShell.App.Workspace;

/// <summary>
/// Brings a workspace's tabs back to the circuit that claims it (scoped): the shells by taking their leases, the rest from the
/// <see cref="WorkspaceShelf"/>. What it is told to keep, the page's next circuit will find.
/// </summary>
public sealed class WorkspaceReturn(
    WorkspaceClaim claim, WorkspaceShelf shelf, ShellService shells, SessionRegistry sessions, ShellQuestions questions, ICurrentUser currentUser, TimeProvider time)
{
    /// <summary>A tab whose shell has ended longer ago is not brought back.</summary>
    private static readonly TimeSpan EndedShown = TimeSpan.FromHours(1);

    private string? _userId;

    /// <summary>What is left of the workspace, and of those whose pages are gone; once, before anything is opened.</summary>
    public async Task<(IReadOnlyList<WorkspaceTab> Tabs, WorkspaceMemory Memory)> TakeAsync(CancellationToken cancellationToken)
    {
        shells.Workspace = claim.Name;
        if ((await currentUser.GetAsync(cancellationToken))?.Id is not { } userId)
        {
            return ([], WorkspaceMemory.Empty);
        }

        _userId = userId;
        string[] names = [claim.Name, .. claim.Gone];
        var memories = shelf.Take(userId, names, owner: this);
        var leases = (await shells.TakeBackAsync(names, session => new WorkspaceDialogue(questions, session.Environment, new SignInMemory(plan: null)), cancellationToken)).ToDictionary(lease => lease.Session.Id);
        var tabs = new List<WorkspaceTab>();
        foreach (var tab in memories.SelectMany(memory => memory.Tabs))
        {
            if (leases.Remove(tab.SessionId, out var lease))
            {
                tabs.Add(Tab(tabs, tab.Address, tab.Environment, tab.Title, lease));
            }
            else if (Find(tab.SessionId) is { } elsewhere)
            {
                tabs.Add(Tab(tabs, tab.Address, tab.Environment, tab.Title, lease: null, elsewhere));
            }
            else if (Past(tab.SessionId) is { } past)
            {
                tabs.Add(Tab(tabs, tab.Address, tab.Environment, tab.Title, lease: null, past: past));
            }
        }

        // Sessions that were opened while nobody was there to remember their tab.
        foreach (var lease in leases.Values)
        {
            tabs.Add(Tab(tabs, new ShellAddress(lease.Session.VmName, lease.Session.Login, 1, lease.Session.Jump) { Slug = lease.Session.VmSlug }, lease.Session.Environment, "", lease));
        }

        return (tabs, memories.Count > 0 ? memories[0] : WorkspaceMemory.Empty);
    }

    public void Keep(WorkspaceMemory memory)
    {
        if (_userId is not null)
        {
            shelf.Keep(_userId, claim.Name, owner: this, memory);
        }
    }

    private static WorkspaceTab Tab(
        List<WorkspaceTab> tabs, ShellAddress address, string environment, string title, ShellLease? lease, TerminalSession? elsewhere = null, EndedSession? past = null)
    {
        // Tabs of several windows may come together here.
        while (tabs.Exists(tab => tab.Address == address))
        {
            address = address with { Number = address.Number + 1 };
        }

        return new WorkspaceTab
        {
            Address = address,
            Environment = environment,
            Title = title,
            Viewer = lease,
            Session = lease?.Session ?? elsewhere,
            Past = past,
            AskedAt = lease?.Session.OpenedAt ?? past?.OpenedAt ?? default,
            SeenOutput = lease?.Session.Output.End ?? 0,
        };
    }

    private TerminalSession? Find(string sessionId) => sessions.Find(sessionId) is { } session && session.OwnerId == _userId ? session : null;

    private EndedSession? Past(string sessionId) => sessions.RecentlyEnded.FirstOrDefault(
        ended => ended.Id == sessionId && ended.OwnerId == _userId && time.GetUtcNow() - ended.End.At < EndedShown);
}

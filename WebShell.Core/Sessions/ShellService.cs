using WebShell.Core.Access;
using WebShell.Core.Access.Reasons;
using WebShell.Core.Inventory;
using WebShell.Core.Shells;
using WebShell.Core.Text;

namespace WebShell.Core.Sessions;

/// <summary>
/// The shells of one circuit (scoped). Opening gives a lease at once, on a session that is still connecting; when the
/// circuit ends the leases are released and the sessions stay in the <see cref="SessionRegistry"/> for their grace time.
/// </summary>
public sealed class ShellService(
    SessionRegistry registry, VmInventory inventory, AccessPolicy policy, ReasonRules reasons, ShellWays ways, HostKeyRules hostKeys, OnlookerRights onlookers, ICurrentUser currentUser, SessionAudit audit, TimeProvider time) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<ShellLease> _leases = [];
    private readonly List<ShellWatch> _watches = [];
    private bool _isAway;
    private bool _disposed;

    /// <summary>
    /// The workspace (browser window) that this circuit shows: what it opens or takes over is its, and comes back to its next
    /// circuit. Set before anything is opened.
    /// </summary>
    public string Workspace { get; set; } = Guid.NewGuid().ToString("N");

    /// <summary>The leases in the order of opening.</summary>
    public IReadOnlyList<ShellLease> Leases
    {
        get
        {
            lock (_gate)
            {
                return [.. _leases];
            }
        }
    }

    /// <summary>The list of leases changed.</summary>
    public event Action? Changed;

    /// <summary>Starts opening a shell as the inventory says.</summary>
    /// <inheritdoc cref="OpenAsync(string, string?, string?, TerminalSize, bool, IShellDialogue, CancellationToken)"/>
    public Task<ShellLease> OpenAsync(string vmName, string? login, TerminalSize size, IShellDialogue dialogue, CancellationToken cancellationToken) =>
        OpenAsync(vmName, login, jump: null, size, asksForCredential: false, dialogue, cancellationToken);

    /// <summary>Starts opening a shell on a machine of the inventory; questions go to <paramref name="dialogue"/>.</summary>
    /// <param name="vmName">A slug or name of the inventory.</param>
    /// <param name="login">One of the logins that the user may use there, or null for the first of them.</param>
    /// <param name="jump">One of the machine's jumps, or null for its usual way.</param>
    /// <param name="size">The size to open with.</param>
    /// <param name="asksForCredential">The person signs in with something of their own, also where the inventory names a credential.</param>
    /// <param name="dialogue">Who answers questions on the way.</param>
    /// <param name="cancellationToken">Gives up before the session has begun; afterwards <see cref="CloseAsync"/> does.</param>
    /// <exception cref="ShellException">Unknown machine, login not allowed, no right, or a limit was reached.</exception>
    public async Task<ShellLease> OpenAsync(
        string vmName, string? login, string? jump, TerminalSize size, bool asksForCredential, IShellDialogue dialogue, CancellationToken cancellationToken)
    {
        var user = await RequireUserAsync(cancellationToken);
        try
        {
            // Who may not go there is not asked why; and what was allowed before the answer may not be any more.
            var reason = await ReasonAsync(Find(user, vmName, ref login), dialogue, cancellationToken);
            user = await RequireUserAsync(cancellationToken);
            return Open(user, vmName, login, jump, reason, size, asksForCredential, dialogue);
        }
        catch (ShellException e)
        {
            await audit.RefusedAsync(user, vmName, login, e.Failure);
            throw;
        }
    }

    /// <summary>Ends the session (<see cref="SessionEndReason.ClosedByUser"/>) and gives its lease back; without the lease it only forgets it.</summary>
    public async Task CloseAsync(ShellLease lease)
    {
        var ended = lease.IsHeld ? lease.Session.EndAsync(SessionEndReason.ClosedByUser) : Task.CompletedTask;
        lease.Dismiss();
        bool removed;
        lock (_gate)
        {
            removed = _leases.Remove(lease);
        }

        if (removed)
        {
            Changed?.Invoke();
        }

        await ended;
    }

    /// <summary>
    /// Takes over what the user's workspaces of these names have (or had last), in the order of opening, and from their old
    /// circuits too: a page that is loaded anew may be here before its past is known to be gone.
    /// </summary>
    /// <param name="workspaces">The names.</param>
    /// <param name="dialogue">Who answers the questions of a session that is still being opened.</param>
    /// <param name="cancellationToken">The circuit's end.</param>
    public async Task<IReadOnlyList<ShellLease>> TakeBackAsync(
        IReadOnlyCollection<string> workspaces, Func<TerminalSession, IShellDialogue> dialogue, CancellationToken cancellationToken)
    {
        var user = await RequireUserAsync(cancellationToken);
        return
        [
            // One that its person has closed may not have gone yet; it does not come back.
            .. registry.OwnedBy(user.Id).Where(session => !session.IsDismissed)
                .Select(session => session.TakeOverIf(workspaces.Contains, Workspace, dialogue(session)))
                .OfType<ShellLease>().Select(lease => Keep(ComesFrom(user, lease))),
        ];
    }

    /// <summary>Takes the lease of one of the user's sessions, even from another circuit; null when the user has no such session that still lives.</summary>
    public async Task<ShellLease?> TakeOverAsync(
        string sessionId, Func<TerminalSession, IShellDialogue> dialogue, CancellationToken cancellationToken)
    {
        var user = await RequireUserAsync(cancellationToken);
        return Find(user, sessionId) is { } session ? Keep(ComesFrom(user, session.TakeOver(Workspace, dialogue(session)))) : null;
    }

    /// <summary>
    /// Watches a session: one's own whoever has its lease, somebody else's with the right to open a shell there and to watch. Its owner sees it
    /// at once. Null when there is no such session that still lives, for every reason there may be.
    /// </summary>
    /// <exception cref="ShellException">It could not be written to the audit log: nobody watches.</exception>
    public async Task<ShellWatch?> WatchAsync(string sessionId, CancellationToken cancellationToken)
    {
        var user = await RequireUserAsync(cancellationToken);
        if (registry.Find(sessionId) is not { State: not SessionState.Ended } session || !(session.OwnerId == user.Id || onlookers.MayWatch(user, session)))
        {
            return null;
        }

        await audit.WatchingAsync(user, session, cancellationToken);
        return Keep(new ShellWatch(session, user, time.GetUtcNow(), audit));
    }

    /// <summary>The page does not show it any more.</summary>
    public void Leave(ShellWatch watch)
    {
        watch.Leave();
        lock (_gate)
        {
            _watches.Remove(watch);
        }
    }

    /// <summary>Whether the circuit's page can be reached: while it cannot, its shells' grace time counts, and soon they run as without a page.</summary>
    public void SetAway(bool isAway)
    {
        IReadOnlyList<ShellLease> leases;
        lock (_gate)
        {
            _isAway = isAway;
            leases = [.. _leases];
        }

        foreach (var lease in leases)
        {
            Follow(lease, isAway);
        }
    }

    /// <summary>Gives all leases back: whoever sits before the page may no longer use them. The sessions stay for their grace time.</summary>
    public void ReleaseAll()
    {
        foreach (var lease in Leases)
        {
            lease.Release();
        }

        LeaveAll();
    }

    public ValueTask DisposeAsync()
    {
        List<ShellLease> released;
        lock (_gate)
        {
            _disposed = true;
            released = [.. _leases];
            _leases.Clear();
        }

        released.ForEach(lease => lease.Release());
        LeaveAll();
        return ValueTask.CompletedTask;
    }

    // The machine, where they may open a shell on it with that login.
    private Vm Find(PortalUser user, string vmName, ref string? login)
    {
        var vm = inventory.Find(vmName);
        login = string.IsNullOrEmpty(login) ? UsualLogin(user, vm) : login;
        Require(policy.Decide(user, AccessAction.OpenShell, vm, login));
        return vm!;
    }

    private async ValueTask<string> ReasonAsync(Vm vm, IShellDialogue dialogue, CancellationToken cancellationToken)
    {
        if (reasons.For(vm) is not { } demand)
        {
            return "";
        }

        var answer = await dialogue.AskReasonAsync(new ReasonQuestion(vm.Name, demand.Kind == ReasonKind.Ticket, demand.Check), cancellationToken);
        return demand.Check(answer) is { } mistake
            ? throw new ShellException(ShellFailureReason.AccessDenied, $"{vm.Name} is opened with {demand.Asks} only. {mistake}")
            : OneLine.Clean(answer);
    }

    private ShellLease Open(PortalUser user, string vmName, string? login, string? jump, string reason, TerminalSize size, bool asksForCredential, IShellDialogue dialogue)
    {
        var vm = Find(user, vmName, ref login);
        var way = ways.Find(user, vm, jump);

        return Keep(registry.Open(new SessionOrder
        {
            OwnerId = user.Id,
            OwnerEra = user.Era,
            From = user.From,
            Workspace = Workspace,
            Environment = vm.Environment,
            Jump = jump ?? "",
            Reason = reason,
            Request = new ShellRequest
            {
                VmName = vm.Name,
                VmSlug = vm.Slug,
                Host = vm.Address,
                Port = vm.Port,
                Login = login!,
                Credential = asksForCredential ? null : vm.Credential,
                AsksPerson = asksForCredential,
                AllowLoopback = vm.AllowLoopback,
                AllowsLegacyAlgorithms = vm.AllowsLegacyAlgorithms,
                HostKeyPolicy = hostKeys.Of(vm),
                RequestedBy = user.Name,
                RequesterId = user.Id,
                Way = way,
                Size = size,
            },
            Dialogue = dialogue,
        }));
    }

    private ShellLease Keep(ShellLease lease)
    {
        bool late, isAway;
        lock (_gate)
        {
            (late, isAway) = (_disposed, _isAway);
            if (!late)
            {
                _leases.Add(lease);
            }
        }

        if (late)
        {
            // The circuit ended meanwhile: the session goes on as if it had been opened just before.
            lease.Release();
            throw new ObjectDisposedException(nameof(ShellService));
        }

        if (isAway)
        {
            Follow(lease, isAway);
        }

        Changed?.Invoke();
        return lease;
    }

    private ShellWatch Keep(ShellWatch watch)
    {
        bool late;
        lock (_gate)
        {
            late = _disposed;
            _watches.Add(watch);
        }

        if (late)
        {
            Leave(watch);
            throw new ObjectDisposedException(nameof(ShellService));
        }

        // What was decided before it could be seen is asked again.
        if (watch.IsOthers)
        {
            onlookers.Judge(watch.Session);
        }

        return watch;
    }

    private void LeaveAll()
    {
        ShellWatch[] watches;
        lock (_gate)
        {
            watches = [.. _watches];
            _watches.Clear();
        }

        foreach (var watch in watches)
        {
            watch.Leave();
        }
    }

    // Rules may ask where somebody comes from: who moves on with a shell is asked as from there.
    private static ShellLease ComesFrom(PortalUser user, ShellLease lease)
    {
        lease.Session.From = user.From;
        return lease;
    }

    private static void Follow(ShellLease lease, bool isAway)
    {
        if (isAway)
        {
            lease.Session.Away(lease);
        }
        else
        {
            lease.Session.Back(lease);
        }
    }

    // Somebody else's, past and nonsense are the same: not there.
    private TerminalSession? Find(PortalUser user, string sessionId) =>
        registry.Find(sessionId) is { } session && session.OwnerId == user.Id && session.State != SessionState.Ended ? session : null;

    private async ValueTask<PortalUser> RequireUserAsync(CancellationToken cancellationToken) =>
        await currentUser.GetAsync(cancellationToken)
        ?? throw new ShellException(ShellFailureReason.AccessDenied, "You are not signed in.");

    // What the machine lists first is what a refusal is about, where nothing is allowed.
    private string UsualLogin(PortalUser user, Vm? vm) => vm is null ? "" : policy.LoginsOf(user, vm) is [var usual, ..] ? usual : vm.Logins[0];

    private static void Require(AccessDecision decision)
    {
        if (!decision.IsAllowed)
        {
            throw new ShellException(decision == AccessDecision.Unknown ? ShellFailureReason.UnknownVm : ShellFailureReason.AccessDenied, decision.Explanation);
        }
    }
}

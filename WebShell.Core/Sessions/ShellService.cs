using WebShell.Core.Access;
using WebShell.Core.Inventory;
using WebShell.Core.Shells;

namespace WebShell.Core.Sessions;

/// <summary>
/// The shells of one circuit (scoped). Opening gives a lease at once, on a session that is still connecting; when the
/// circuit ends the leases are released and the sessions stay in the <see cref="SessionRegistry"/> for their grace time.
/// </summary>
public sealed class ShellService(SessionRegistry registry, VmInventory inventory, AccessPolicy policy, ICurrentUser currentUser) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<ShellLease> _leases = [];
    private bool _disposed;

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

    /// <summary>Starts opening a shell on a machine of the inventory; questions go to <paramref name="dialogue"/>.</summary>
    /// <param name="vmName">A name of the inventory.</param>
    /// <param name="login">One of the machine's logins, or null for its usual one.</param>
    /// <param name="size">The size to open with.</param>
    /// <param name="dialogue">Who answers questions on the way.</param>
    /// <param name="cancellationToken">Gives up before the session has begun; afterwards <see cref="CloseAsync"/> does.</param>
    /// <exception cref="ShellException">Unknown machine, login not allowed, no right, or a limit was reached.</exception>
    public async Task<ShellLease> OpenAsync(
        string vmName, string? login, TerminalSize size, IShellDialogue dialogue, CancellationToken cancellationToken)
    {
        var user = await RequireUserAsync(cancellationToken);
        var vm = inventory.Find(vmName);
        Require(policy.Decide(user, AccessAction.SeeVm, vm, login: null), ShellFailureReason.UnknownVm);
        login = string.IsNullOrEmpty(login) ? vm!.Logins[0] : login;
        Require(policy.Decide(user, AccessAction.OpenShell, vm, login), ShellFailureReason.AccessDenied);

        return Keep(registry.Open(new SessionOrder
        {
            OwnerId = user.Id,
            Environment = vm!.Environment,
            Request = new ShellRequest
            {
                VmName = vm.Name,
                Host = vm.Address,
                Port = vm.Port,
                Login = login,
                Credential = vm.Credential,
                AllowLoopback = vm.AllowLoopback,
                RequestedBy = user.Name,
                Size = size,
            },
            Dialogue = dialogue,
        }));
    }

    /// <summary>Ends the session (<see cref="SessionEndReason.ClosedByUser"/>) and gives its lease back; without the lease it only forgets it.</summary>
    public async Task CloseAsync(ShellLease lease)
    {
        var ended = lease.IsHeld ? lease.Session.EndAsync(SessionEndReason.ClosedByUser) : Task.CompletedTask;
        lease.Release();
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

    /// <summary>Takes over the leases of the user's sessions that no circuit holds, in the order of their opening.</summary>
    public async Task<IReadOnlyList<ShellLease>> TakeDetachedAsync(CancellationToken cancellationToken)
    {
        var user = await RequireUserAsync(cancellationToken);
        return [.. registry.OwnedBy(user.Id).Select(session => session.TakeDetached()).OfType<ShellLease>().Select(Keep)];
    }

    /// <summary>Takes the lease of one of the user's sessions, even from another circuit; null when the user has no such session.</summary>
    public async Task<ShellLease?> TakeOverAsync(string sessionId, CancellationToken cancellationToken)
    {
        var user = await RequireUserAsync(cancellationToken);
        return registry.Find(sessionId) is { } session && session.OwnerId == user.Id ? Keep(session.TakeOver()) : null;
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
        return ValueTask.CompletedTask;
    }

    private ShellLease Keep(ShellLease lease)
    {
        bool late;
        lock (_gate)
        {
            late = _disposed;
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

        Changed?.Invoke();
        return lease;
    }

    private async ValueTask<PortalUser> RequireUserAsync(CancellationToken cancellationToken) =>
        await currentUser.GetAsync(cancellationToken)
        ?? throw new ShellException(ShellFailureReason.AccessDenied, "You are not signed in.");

    private static void Require(AccessDecision decision, ShellFailureReason otherwise)
    {
        if (!decision.IsAllowed)
        {
            throw new ShellException(otherwise, decision.Explanation);
        }
    }
}

using WebShell.Core.Shells;

namespace WebShell.Core.Sessions;

/// <summary>
/// The shells of one circuit (scoped). Opening gives a lease at once, on a session that is still connecting; when the
/// circuit ends the leases are released and the sessions stay in the <see cref="SessionRegistry"/> for their grace time.
/// </summary>
public sealed class ShellService : IAsyncDisposable
{
    /// <summary>The leases in the order of opening.</summary>
    public IReadOnlyList<ShellLease> Leases => throw new NotImplementedException();

    /// <summary>The list of leases changed.</summary>
    public event Action? Changed { add => throw new NotImplementedException(); remove => throw new NotImplementedException(); }

    /// <summary>Starts opening a shell on a machine of the inventory; questions go to <paramref name="dialogue"/>.</summary>
    /// <param name="vmName">A name of the inventory.</param>
    /// <param name="login">One of the machine's logins, or null for its usual one.</param>
    /// <param name="size">The size to open with.</param>
    /// <param name="dialogue">Who answers questions on the way.</param>
    /// <exception cref="ShellException">Unknown machine, login not allowed, no right, or a limit was reached.</exception>
    public Task<ShellLease> OpenAsync(string vmName, string? login, TerminalSize size, IShellDialogue dialogue, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Ends the session (<see cref="SessionEndReason.ClosedByUser"/>) and gives its lease back.</summary>
    public Task CloseAsync(ShellLease lease) => throw new NotImplementedException();

    /// <summary>Takes over the leases of the user's sessions that no circuit holds, in the order of their opening.</summary>
    public Task<IReadOnlyList<ShellLease>> TakeDetachedAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    public ValueTask DisposeAsync() => throw new NotImplementedException();
}

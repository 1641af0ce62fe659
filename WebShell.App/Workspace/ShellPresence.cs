using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using WebShell.Core.Sessions;

namespace WebShell.App.Workspace;

/// <summary>
/// Tells a circuit's shells who is there (scoped): while its page cannot be reached their grace time counts, and when its user is
/// no longer signed in it has lost them.
/// </summary>
internal sealed class ShellPresence : CircuitHandler, IDisposable
{
    private readonly ShellService _shells;
    private readonly AuthenticationStateProvider _authentication;

    public ShellPresence(ShellService shells, AuthenticationStateProvider authentication)
    {
        _shells = shells;
        _authentication = authentication;
        _authentication.AuthenticationStateChanged += OnAuthenticationChanged;
    }

    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        _shells.SetAway(true);
        return Task.CompletedTask;
    }

    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        _shells.SetAway(false);
        return Task.CompletedTask;
    }

    public void Dispose() => _authentication.AuthenticationStateChanged -= OnAuthenticationChanged;

    // Our provider's states are complete when they are announced.
    private void OnAuthenticationChanged(Task<AuthenticationState> state)
    {
        if (state.IsCompletedSuccessfully && state.Result.User.Identity is not { IsAuthenticated: true })
        {
            _shells.ReleaseAll();
        }
    }
}

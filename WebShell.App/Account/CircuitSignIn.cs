using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using WebShell.App.Security;

namespace WebShell.App.Account;

/// <summary>Who is signed in, for one circuit. When the sign-in ends (signed out elsewhere, idle, too old) the open page learns it and leads to the sign-in.</summary>
internal sealed class CircuitSignIn : ServerAuthenticationStateProvider, IDisposable
{
    /// <summary>How late an expired sign-in may be noticed by a page on which nothing happens; what it does is refused at once.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(30);

    private static readonly AuthenticationState Nobody = new(new ClaimsPrincipal(new ClaimsIdentity()));

    private readonly SignIns _signIns;
    private readonly ITimer _look;
    private string? _signInId;

    /// <param name="signIns">What the sign-ins are worth.</param>
    /// <param name="watch">Made here: this is the first service that the framework asks a new circuit for.</param>
    /// <param name="time">The clock.</param>
    public CircuitSignIn(SignIns signIns, CircuitWatch watch, TimeProvider time)
    {
        From = watch.From;
        _signIns = signIns;
        _signIns.Ended += OnEnded;
        AuthenticationStateChanged += OnChanged;
        _look = time.CreateTimer(_ => Look(), null, LookInterval, LookInterval);
    }

    /// <summary>Where the connection came from that started the circuit, or the request.</summary>
    public IPAddress? From { get; set; }

    public void Dispose()
    {
        _look.Dispose();
        _signIns.Ended -= OnEnded;
        AuthenticationStateChanged -= OnChanged;
    }

    // The framework sets the state once, from the connection that starts the circuit, and the task is complete by then.
    private void OnChanged(Task<AuthenticationState> state) =>
        _signInId = state.IsCompletedSuccessfully ? PortalClaims.Ticket(state.Result.User)?.SignInId : null;

    private void OnEnded(string signInId)
    {
        if (signInId == _signInId)
        {
            SetAuthenticationState(Task.FromResult(Nobody));
        }
    }

    private void Look()
    {
        if (_signInId is { } id && !_signIns.IsGood(id))
        {
            OnEnded(id);
        }
    }
}

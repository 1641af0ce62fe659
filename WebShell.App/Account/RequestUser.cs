using Microsoft.AspNetCore.Components.Authorization;

namespace WebShell.App.Account;

/// <summary>Makes who sends a plain request the current user of its services, as a circuit's connection does for the page.</summary>
internal sealed class RequestUser : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext;
        var signIn = (CircuitSignIn)request.RequestServices.GetRequiredService<AuthenticationStateProvider>();
        signIn.From = request.Connection.RemoteIpAddress;
        signIn.SetAuthenticationState(Task.FromResult(new AuthenticationState(request.User)));
        return next(context);
    }
}

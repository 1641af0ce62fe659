namespace WebShell.App.Operations;

/// <summary>
/// Takes no circuit up again once the connections are being closed. A page comes back at once, before the server has stopped to
/// listen, and its new connection would hold the stop up until its time limit.
/// </summary>
internal sealed class StoppingGate(RequestDelegate next, IHostApplicationLifetime lifetime)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (!lifetime.ApplicationStopping.IsCancellationRequested || !context.Request.Path.StartsWithSegments("/_blazor", StringComparison.Ordinal))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Task.CompletedTask;
    }
}

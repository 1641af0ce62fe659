using Microsoft.AspNetCore.Http.Features;
using WebShell.App.Account;

namespace WebShell.App.Security;

/// <summary>
/// Stands before everything else: the Host header must name the portal, and what changes anything or speaks to a circuit must
/// come from one of the portal's own origins. Circuits are spoken to over WebSockets only.
/// </summary>
internal sealed partial class RequestGuard(
    RequestDelegate next, PublicOrigins origins, EdgeMetrics metrics, ILogger<RequestGuard> logger)
{
    private static readonly PathString Circuits = new("/_blazor");

    public Task InvokeAsync(HttpContext context)
    {
        if (Refusal(context.Request) is not { } refusal)
        {
            return next(context);
        }

        metrics.Refused(refusal.Reason);
        Log.Refused(logger, refusal.Reason, context.Connection.RemoteIpAddress);
        context.Response.StatusCode = refusal.Status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(refusal.Sentence);
    }

    private GuardRefusal? Refusal(HttpRequest request)
    {
        if (!origins.HasHost(request.Host))
        {
            return GuardRefusal.ForeignHost;
        }

        var speaksToCircuit = request.Path.StartsWithSegments(Circuits, out var below);
        if (speaksToCircuit && !below.HasValue && !IsWebSocket(request))
        {
            return GuardRefusal.NotWebSocket;
        }

        return NeedsOrigin(request, speaksToCircuit) && !IsOwnOrigin(request) && !IsOfNoBrowser(request) ? GuardRefusal.ForeignOrigin : null;
    }

    // The one door for a server: a browser that a foreign page sends there says so (Fetch standard, section 3.2), and a cookie would be ignored.
    private static bool IsOfNoBrowser(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && request.Path == AccountPaths.OidcBackChannel && request.Headers.Origin.Count == 0 && request.Headers.Cookie.Count == 0;

    // A script file below /_blazor is fetched without an Origin by a page of ours; everything else there needs one.
    private static bool NeedsOrigin(HttpRequest request, bool speaksToCircuit) =>
        !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) || IsWebSocket(request)
        || (speaksToCircuit && request.Headers.Origin.Count > 0);

    private bool IsOwnOrigin(HttpRequest request) => request.Headers.Origin is [{ } origin] && origins.Contains(origin);

    private static bool IsWebSocket(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) && request.Headers.Upgrade.ToString().Equals("websocket", StringComparison.OrdinalIgnoreCase))
        || request.HttpContext.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };

    private static partial class Log
    {
        [LoggerMessage(1001, LogLevel.Warning, "Refused a request from {Address}: {Reason}")]
        public static partial void Refused(ILogger logger, string reason, System.Net.IPAddress? address);
    }
}

/// <summary>Why the guard turned a request away: the name in the metrics, the status, and the sentence for whoever sent it.</summary>
internal sealed record GuardRefusal(string Reason, int Status, string Sentence)
{
    public static readonly GuardRefusal ForeignHost =
        new("foreign-host", StatusCodes.Status400BadRequest, "This portal does not answer under that host name.");

    public static readonly GuardRefusal ForeignOrigin =
        new("foreign-origin", StatusCodes.Status403Forbidden, "Only pages of this portal may do that.");

    public static readonly GuardRefusal NotWebSocket =
        new("not-websocket", StatusCodes.Status400BadRequest, "This portal speaks to its pages over WebSockets only.");
}

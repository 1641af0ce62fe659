namespace WebShell.App.Security;

/// <summary>Puts the security headers on every response, errors and static files included.</summary>
internal sealed class ResponseHeaders(RequestDelegate next, PublicOrigins origins)
{
    public Task InvokeAsync(HttpContext context)
    {
        // At the last moment, because error handlers and the framework clear or set headers of their own on the way.
        context.Response.OnStarting(() =>
        {
            Set(context);
            return Task.CompletedTask;
        });
        return next(context);
    }

    private void Set(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy(context);
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        // Not no-referrer: with it browsers send "Origin: null" with a form, and the guard would refuse our own (Fetch standard, section 3.2).
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=(), browsing-topics=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }

        if (headers.CacheControl.Count == 0)
        {
            headers.CacheControl = "no-store";
        }
    }

    // Styles are inline because xterm.js makes a <style> and the components use style attributes.
    private string ContentSecurityPolicy(HttpContext context)
    {
        var script = PageNonce.Used(context) is { } nonce ? $"'self' 'nonce-{nonce}'" : "'self'";
        return $"default-src 'none'; script-src {script}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
            + $"connect-src 'self' {string.Join(' ', origins.All.Select(WebSocketOrigin))}; "
            + $"base-uri 'self'; form-action 'self'{FormTargets.Of(context)}; frame-ancestors 'none'";
    }

    // Older browsers do not take 'self' for WebSockets.
    private static string WebSocketOrigin(Uri origin) => $"{(origin.Scheme == Uri.UriSchemeHttps ? "wss" : "ws")}://{origin.Authority}";
}

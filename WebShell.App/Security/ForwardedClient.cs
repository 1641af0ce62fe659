using Microsoft.Extensions.Options;
using WebShell.App.Account.Proxy;

namespace WebShell.App.Security;

/// <summary>
/// Says of each request where it comes from, before anything else asks: behind a trusted proxy the address that this one passed on, else the
/// peer's. What only a proxy may say is taken from everybody else's requests.
/// </summary>
internal sealed class ForwardedClient(RequestDelegate next, TrustedProxies proxies, IOptions<ProxySignInOptions> signIn)
{
    private const string ForwardedFor = "X-Forwarded-For";
    private static readonly object Key = new();

    private readonly string[] _ofProxies = [.. new[] { signIn.Value.Header, signIn.Value.GroupsHeader }.OfType<string>()];

    /// <summary>Whether a trusted proxy passed the request on; by the connection's own peer.</summary>
    public static bool IsFromProxy(HttpContext context) => context.Items.ContainsKey(Key);

    public Task InvokeAsync(HttpContext context)
    {
        var peer = context.Connection.RemoteIpAddress;
        if (proxies.Contains(peer))
        {
            context.Items[Key] = Key;
            context.Connection.RemoteIpAddress = proxies.ClientOf(peer, context.Request.Headers[ForwardedFor]);
        }
        else
        {
            foreach (var header in _ofProxies)
            {
                context.Request.Headers.Remove(header);
            }
        }

        return next(context);
    }
}

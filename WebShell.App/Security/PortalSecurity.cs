using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.SignalR;

namespace WebShell.App.Security;

/// <summary>The edge: limits of the server, the guard, the headers, and who may use which circuit.</summary>
internal static class PortalSecurity
{
    private const long MaxRequestBodyBytes = 64 * 1024;
    private static readonly TimeSpan HandshakeLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RequestHeadersLimit = TimeSpan.FromSeconds(10);

    public static void AddPortalSecurity(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBodyBytes;
            kestrel.Limits.RequestHeadersTimeout = RequestHeadersLimit;
        });
        var services = builder.Services;
        // The guard knows the hosts, and its refusals carry the headers; the framework's own filter stays open behind AlsoAllowedHosts.
        services.PostConfigure<HostFilteringOptions>(filtering => filtering.AllowedHosts = ["*"]);
        services.AddSingleton<PublicOrigins>();
        services.AddSingleton<EdgeMetrics>();
    }

    public static IServerSideBlazorBuilder AddPortalCircuits(this IServerSideBlazorBuilder circuits)
    {
        circuits.AddHubOptions(hub =>
        {
            hub.HandshakeTimeout = HandshakeLimit;
            hub.EnableDetailedErrors = false;
        });
        return circuits;
    }

    public static void UsePortalSecurity(this WebApplication app)
    {
        app.UseMiddleware<ResponseHeaders>();
        app.UseMiddleware<RequestGuard>();
    }
}

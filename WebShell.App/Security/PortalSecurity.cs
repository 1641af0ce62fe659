using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

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
        services.AddSingleton<TrustedProxies>();
        services.AddSingleton<EdgeMetrics>();
        services.AddSingleton<CircuitBook>();
        services.AddHostedService<LastWords>();
    }

    public static void AddPortalCircuits(this IServerSideBlazorBuilder circuits)
    {
        var services = circuits.Services;
        services.AddOptionsWithValidateOnStart<CircuitLimits, CircuitLimitsValidator>().BindConfiguration(CircuitLimits.Section);
        services.AddSingleton<CircuitGuard>();
        services.AddScoped<CircuitWatch>();
        services.AddOptions<CircuitOptions>().Configure<IOptions<CircuitLimits>>((circuit, limits) =>
        {
            circuit.DetailedErrors = false;
            circuit.DisconnectedCircuitMaxRetained = limits.Value.PerNode;
            circuit.DisconnectedCircuitRetentionPeriod = limits.Value.Retention;
        });
        circuits.AddHubOptions(hub =>
        {
            hub.HandshakeTimeout = HandshakeLimit;
            hub.EnableDetailedErrors = false;
            hub.AddFilter<CircuitGuard>();
        });
    }

    public static void UsePortalSecurity(this WebApplication app)
    {
        app.UseMiddleware<ForwardedClient>();
        app.UseMiddleware<ResponseHeaders>();
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = ErrorAnswer.WriteAsync });
        app.UseMiddleware<RequestGuard>();
    }
}

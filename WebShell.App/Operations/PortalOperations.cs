using Microsoft.Extensions.Options;
using WebShell.Core.Credentials;
using WebShell.Core.Credentials.Authority;
using WebShell.Core.Inventory;
using WebShell.Core.Ssh;
using WebShell.Core.Storage;

namespace WebShell.App.Operations;

/// <summary>What an operator touches: configuration, log, probes.</summary>
internal static class PortalOperations
{
    private const string DefaultUrl = "http://127.0.0.1:5080";
    private static readonly TimeSpan ShutdownLimit = TimeSpan.FromSeconds(20);

    public static void AddPortalOperations(this WebApplicationBuilder builder)
    {
        // Standard output belongs to the one ready line.
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddSingleton<IPostConfigureOptions<LoggerFilterOptions>, UnspokenLogs>();
        // The key ring lies in the data directory, which only the portal's user may read; that is the protection meant.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error);
        // Each statement, otherwise.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        if (builder.Configuration[WebHostDefaults.ServerUrlsKey] is null or "" && builder.Configuration["http_ports"] is null or "")
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        // A build that was not published finds the browser's files through this list; a published one has none and needs none.
        if (File.Exists(Path.Combine(AppContext.BaseDirectory, "WebShell.App.staticwebassets.runtime.json")))
        {
            builder.WebHost.UseStaticWebAssets();
        }

        var services = builder.Services;
        services.AddOptionsWithValidateOnStart<PortalOptions>().BindConfiguration(PortalOptions.Section);
        services.AddSingleton<IValidateOptions<PortalOptions>, PortalOptionsValidator>();
        services.AddSingleton<IValidateOptions<PortalOptions>, PortalOptionsRules>();
        services.AddSingleton(provider => new DataDirectory(provider.GetRequiredService<IOptions<PortalOptions>>().Value.DataDirectory));
        services.AddOptions<SshOptions>().Configure<IOptions<PortalOptions>>((ssh, portal) => ssh.DataDirectory = portal.Value.DataDirectory);
        services.AddOptions<SecretOptions>().PostConfigure<IOptions<PortalOptions>>((secrets, portal) => secrets.KeyFile = Path.Combine(portal.Value.DataDirectory, secrets.KeyFile));
        services.AddOptions<CertificateAuthorityOptions>().PostConfigure<IOptions<PortalOptions>>((authority, portal) => authority.KeyFile = Path.Combine(portal.Value.DataDirectory, authority.KeyFile));
        services.AddSingleton<MetricsText>();
        services.AddSingleton<SessionMetrics>();
        services.AddSingleton<StopSignal>();
        services.AddSingleton<Drain>();
        services.AddSingleton<IHostLifetime>(provider => provider.GetRequiredService<StopSignal>());
        services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownLimit);
    }

    /// <summary>The probes: open to everybody, and they name nobody.</summary>
    public static void MapPortalHealth(this WebApplication app)
    {
        var metrics = app.Services.GetRequiredService<MetricsText>();
        _ = app.Services.GetRequiredService<SessionMetrics>();
        var probes = app.MapGroup("").AllowAnonymous();
        probes.MapGet("/health/live", () => "live");
        probes.MapGet("/health/ready", (StopSignal stop, VmInventory inventory) => (stop.IsGiven, inventory.IsLoaded) switch
        {
            (true, _) => NotReady("stopping"),
            (_, false) => NotReady("the inventory is being read"),
            _ => Results.Text("ready"),
        });
        probes.MapGet("/metrics", () => Results.Text(metrics.Write(), "text/plain; version=0.0.4; charset=utf-8"));
    }

    private static IResult NotReady(string why) => Results.Text(why, statusCode: StatusCodes.Status503ServiceUnavailable);
}

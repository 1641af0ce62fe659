using System.Text;
using WebShell.App.Account;
using WebShell.Core.Ssh;

namespace WebShell.App.Admin;

/// <summary>What administrators look after.</summary>
internal static class PortalAdmin
{
    public static void AddPortalAdmin(this IServiceCollection services)
    {
        services.AddScoped<HostKeyBook>();
        services.AddSingleton<SshStatus>();
    }

    public static void MapPortalAdmin(this WebApplication app) =>
        app.MapGet(AdminPaths.KnownHosts, async (HostKeyBook keys, CancellationToken cancellationToken) =>
            await keys.ExportAsync(cancellationToken) is { } text
                ? Results.File(Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8", "known_hosts")
                : Results.NotFound()).AddEndpointFilter<RequestUser>();
}

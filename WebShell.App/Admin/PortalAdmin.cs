using System.Text;
using WebShell.App.Account;
using WebShell.Core.Audit;
using WebShell.Core.Ssh;
using WebShell.Core.Storage;

namespace WebShell.App.Admin;

/// <summary>What administrators look after.</summary>
internal static class PortalAdmin
{
    private const string AuditFileName = "audit.jsonl";

    public static void AddPortalAdmin(this IServiceCollection services)
    {
        services.AddSingleton<IAuditLog>(provider => new AuditFile(
            provider.GetRequiredService<DataDirectory>().File(AuditFileName), provider.GetRequiredService<TimeProvider>()));
        services.AddScoped<HostKeyBook>();
        services.AddSingleton<SshStatus>();
    }

    public static void MapPortalAdmin(this WebApplication app) =>
        app.MapGet(AdminPaths.KnownHosts, async (HostKeyBook keys, CancellationToken cancellationToken) =>
            await keys.ExportAsync(cancellationToken) is { } text
                ? Results.File(Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8", "known_hosts")
                : Results.NotFound()).AddEndpointFilter<RequestUser>();
}

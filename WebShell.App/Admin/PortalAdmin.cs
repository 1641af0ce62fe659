using System.Text;
using WebShell.App.Account;
using WebShell.App.Admin.Auditing;
using WebShell.App.Admin.Rules;
using WebShell.App.Operations;
using WebShell.Core.Access.Rules;
using WebShell.Core.Editing;
using WebShell.Core.Ssh;

namespace WebShell.App.Admin;

/// <summary>What administrators look after.</summary>
internal static class PortalAdmin
{
    public static void AddPortalAdmin(this IServiceCollection services)
    {
        services.AddScoped<HostKeyBook>();
        services.AddSingleton<RuleImpacts>();
        services.AddSingleton<ReachAnswers>();
        services.AddScoped<AuditBook>();
        services.AddSingleton<Posture>();
        services.AddHostedService<PostureReport>();
        services.AddHostedService<PortalLife>();
        services.AddSingleton<SshStatus>();
    }

    public static void MapPortalAdmin(this WebApplication app)
    {
        app.MapGet(AdminPaths.KnownHosts, async (HostKeyBook keys, CancellationToken cancellationToken) =>
            await keys.ExportAsync(cancellationToken) is { } text
                ? Results.File(Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8", "known_hosts")
                : Results.NotFound()).AddEndpointFilter<RequestUser>();
        app.MapGet(AdminPaths.RulesFile, async (RuleEditor rules, CancellationToken cancellationToken) =>
            await rules.ReadAsync(cancellationToken) is { } stored ? Results.File(Yaml(stored.Plain), "application/yaml; charset=utf-8", "rules.yaml") : Results.NotFound())
            .AddEndpointFilter<RequestUser>();
    }

    private static byte[] Yaml(IReadOnlyList<AccessRule> rules)
    {
        using var text = new StringWriter();
        RuleExport.Write(rules, text);
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}

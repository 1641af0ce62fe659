using System.Reflection;
using WebShell.Core.Audit;

namespace WebShell.App.Operations;

/// <summary>
/// Writes into the audit log that this node started, with the settings that are unsafe, and that it was stopped. A start without a stop
/// before it says that the portal was killed, or that the computer went down.
/// </summary>
internal sealed partial class PortalLife(IAuditLog audit, Posture posture, ILogger<PortalLife> logger) : IHostedLifecycleService
{
    private const string Portal = "WebShell";

    private static string Version { get; } = typeof(PortalLife).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    public Task StartedAsync(CancellationToken cancellationToken) => WriteAsync(AuditKind.PortalStarted, new()
    {
        ["version"] = Version,
        ["unsafe settings"] = string.Join(", ", posture.Look().Where(finding => finding.Weight == PostureWeight.Unsafe).Select(finding => finding.Id)),
    });

    public Task StoppingAsync(CancellationToken cancellationToken) => WriteAsync(AuditKind.PortalStopped, []);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Not a reason to stay away, nor to stay up.
    private async Task WriteAsync(AuditKind kind, Dictionary<string, string> details)
    {
        try
        {
            await audit.WriteAsync(
                new AuditEvent(kind, "", Portal, Environment.MachineName, details.Where(detail => detail.Value.Length > 0).ToDictionary()), CancellationToken.None);
        }
        catch (AuditException e)
        {
            Log.NotWritten(logger, kind, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(6111, LogLevel.Error, "{Kind} is not in the audit log.")]
        public static partial void NotWritten(ILogger logger, AuditKind kind, Exception exception);
    }
}

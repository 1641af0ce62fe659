using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WebShell.Core.Audit;

/// <summary>Removes whole days that are older than they may get; an event says so before, and the anchor lets the chain hold.</summary>
public sealed partial class AuditRetention(IAuditTable table, IAuditLog audit, IOptions<AuditOptions> options, TimeProvider time, ILogger<AuditRetention> logger) : BackgroundService
{
    /// <summary>The detail that names the last event that was removed.</summary>
    public const string Through = "through";

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>After the start, which others need more.</summary>
    private static readonly TimeSpan FirstLook = TimeSpan.FromMinutes(1);

    /// <summary>Removes what is too old by now. False: nothing is.</summary>
    /// <exception cref="IOException">The database does not answer, or the event cannot be written.</exception>
    public async Task<bool> ClearAsync(CancellationToken cancellationToken)
    {
        var oldest = AuditEntry.DayOf(time.GetUtcNow().AddDays(-options.Value.RetentionDays));
        if (await table.LastBeforeAsync(oldest, cancellationToken) is not { } last)
        {
            return false;
        }

        await audit.WriteAsync(
            new AuditEvent(AuditKind.AuditCleared, "", "WebShell", $"events before {AuditEntry.Written(oldest)}", new Dictionary<string, string>
            {
                [Through] = last.Number.ToString(CultureInfo.InvariantCulture),
                ["hash"] = last.Hash,
                ["kept for"] = $"{options.Value.RetentionDays} days",
            }),
            cancellationToken);
        await table.ClearAsync(last, cancellationToken);
        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.Delay(FirstLook, time, stoppingToken);
            while (true)
            {
                await TryClearAsync(stoppingToken);
                await Task.Delay(Interval, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The portal stops.
        }
    }

    private async Task TryClearAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ClearAsync(cancellationToken);
        }
        catch (IOException e)
        {
            Log.NotCleared(logger, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(6011, LogLevel.Warning, "Old audit events were not removed; it is tried again in an hour.")]
        public static partial void NotCleared(ILogger logger, Exception exception);
    }
}

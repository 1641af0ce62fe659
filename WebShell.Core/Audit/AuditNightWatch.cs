using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace WebShell.Core.Audit;

/// <summary>
/// Verifies the whole chain every night, at an hour of each node's own, so that a break is known within a day and not when somebody looks.
/// What it finds is in the log, in the audit log itself, on its page, under Posture, and in <c>webshell_audit_breaks</c>.
/// </summary>
public sealed partial class AuditNightWatch : BackgroundService
{
    public const string MeterName = "WebShell.Audit";

    /// <summary>The night begins, in UTC.</summary>
    private static readonly TimeSpan Begin = TimeSpan.FromHours(1);

    /// <summary>Within this time of it each node has a moment of its own: a chain of years is minutes of reading.</summary>
    private static readonly TimeSpan Span = TimeSpan.FromHours(4);

    private readonly AuditVerifier _verifier;
    private readonly IAuditLog _audit;
    private readonly TimeProvider _time;
    private readonly ILogger<AuditNightWatch> _logger;
    private readonly Meter _meter;
    private readonly TimeSpan _moment = Begin + (Span * Random.Shared.NextDouble());

    public AuditNightWatch(AuditVerifier verifier, IAuditLog audit, TimeProvider time, IMeterFactory meters, ILogger<AuditNightWatch> logger)
    {
        (_verifier, _audit, _time, _logger) = (verifier, audit, time, logger);
        _meter = meters.Create(MeterName);
        _meter.CreateObservableGauge(
            "webshell.audit.breaks",
            () => verifier.Last is { } last ? [new Measurement<long>(last.Findings.Count + last.Unnamed)] : Array.Empty<Measurement<long>>(),
            description: "Places where the chain of the audit log does not hold, as the last verification found; none before the first.");
    }

    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    /// <summary>How long it is until the next look.</summary>
    internal TimeSpan UntilNext()
    {
        var now = _time.GetUtcNow().UtcDateTime;
        var next = now.Date + _moment;
        return (next > now ? next : next.AddDays(1)) - now;
    }

    /// <summary>Looks now; a break is an event of its own.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var verdict = await _verifier.VerifyAsync(progress: null, cancellationToken);
            if (verdict.Findings is not [var first, ..])
            {
                Log.Intact(_logger, verdict.Events, verdict.Took.TotalSeconds);
                return;
            }

            Log.Broken(_logger, verdict.Findings.Count + verdict.Unnamed, first.Why);
            await _audit.WriteAsync(
                new AuditEvent(AuditKind.AuditBroken, "", "WebShell", $"event {first.Number}", new Dictionary<string, string> { ["why"] = first.Why }) { Outcome = AuditOutcome.Failed, Result = "found at night" },
                cancellationToken);
        }
        catch (IOException e)
        {
            Log.NotVerified(_logger, e);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(UntilNext(), _time, stoppingToken);
                await LookAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The portal stops.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(6021, LogLevel.Information, "The audit log is intact: {Events} events, read in {Seconds:0.0} s.")]
        public static partial void Intact(ILogger logger, long events, double seconds);

        [LoggerMessage(6022, LogLevel.Critical, "The audit log is broken in {Breaks} places. The first: {Why}")]
        public static partial void Broken(ILogger logger, long breaks, string why);

        [LoggerMessage(6023, LogLevel.Warning, "The audit log could not be verified; it is tried again tomorrow night.")]
        public static partial void NotVerified(ILogger logger, Exception exception);
    }
}

using System.Diagnostics.Metrics;

namespace WebShell.Core.Ssh;

/// <summary>Counts what happens on the way to machines; names nobody.</summary>
internal sealed class SshMetrics : IDisposable
{
    public const string MeterName = "WebShell.Ssh";

    private readonly Meter _meter;
    private readonly Counter<long> _refusals;

    public SshMetrics(IMeterFactory factory)
    {
        _meter = factory.Create(MeterName);
        _refusals = _meter.CreateCounter<long>("webshell.ssh.refused_requests", description: "Channels and forwardings that machines asked the portal for unbidden; all refused.");
    }

    public void Dispose() => _meter.Dispose();

    internal void RefusedRequest() => _refusals.Add(1);
}

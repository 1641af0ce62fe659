using System.Diagnostics.Metrics;

namespace WebShell.App.Security;

/// <summary>Counts what happens at the edge; names nobody.</summary>
public sealed class EdgeMetrics : IDisposable
{
    public const string MeterName = "WebShell.Edge";

    private readonly Meter _meter;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _signIns;
    private readonly UpDownCounter<long> _circuits;

    public EdgeMetrics(IMeterFactory factory)
    {
        _meter = factory.Create(MeterName);
        _refusals = _meter.CreateCounter<long>("webshell.guard.refusals", description: "Requests turned away before anything else, by reason.");
        _signIns = _meter.CreateCounter<long>("webshell.sign_ins", description: "Attempts to sign in, by result.");
        _circuits = _meter.CreateUpDownCounter<long>("webshell.circuits", description: "Circuits (open pages), those that wait for their browser to come back included.");
    }

    internal void Refused(string reason) => _refusals.Add(1, new KeyValuePair<string, object?>("reason", reason));

    internal void SignIn(string result) => _signIns.Add(1, new KeyValuePair<string, object?>("result", result));

    internal void CircuitsChanged(int by) => _circuits.Add(by);

    public void Dispose() => _meter.Dispose();
}

using System.Diagnostics.Metrics;
using WebShell.Core.Sessions;

namespace WebShell.App.Operations;

/// <summary>How many shells there are, by state; names nobody.</summary>
internal sealed class SessionMetrics : IDisposable
{
    private readonly Meter _meter;

    public SessionMetrics(IMeterFactory factory, SessionRegistry sessions)
    {
        _meter = factory.Create("WebShell.Sessions");
        _meter.CreateObservableGauge("webshell.sessions", () => Count(sessions), description: "Shells on this node, by state.");
    }

    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<int>> Count(SessionRegistry sessions)
    {
        var states = sessions.All.CountBy(session => session.State).ToDictionary();
        return Enum.GetValues<SessionState>().Where(state => state != SessionState.Ended).Select(state =>
            new Measurement<int>(states.GetValueOrDefault(state), new KeyValuePair<string, object?>("state", state.ToString().ToLowerInvariant())));
    }
}

using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace WebShell.App.Operations;

/// <summary>Sums up every instrument of the meters named WebShell.* and writes them as Prometheus text (exposition format 0.0.4): counters, up-down counters, gauges; of a histogram its count and sum.</summary>
internal sealed class MetricsText : IDisposable
{
    /// <summary>Label sets beyond this are dropped: labels are reasons and results, never names, so it is far away.</summary>
    private const int MaxSeries = 1000;

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<(Instrument Instrument, string Labels), Series> _series = new();

    public MetricsText()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name.StartsWith("WebShell", StringComparison.Ordinal))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.Start();
    }

    public string Write()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (var group in _series.GroupBy(entry => entry.Key.Instrument).OrderBy(group => group.Key.Name, StringComparer.Ordinal))
        {
            var instrument = group.Key;
            var name = Name(instrument);
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {instrument.Description}\n# TYPE {name} {Type(instrument)}\n");
            foreach (var ((_, labels), series) in group.OrderBy(entry => entry.Key.Labels, StringComparer.Ordinal))
            {
                series.Write(text, name, labels, IsHistogram(instrument));
            }
        }

        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = (instrument, Labels(tags));
        if (_series.Count < MaxSeries || _series.ContainsKey(key))
        {
            _series.GetOrAdd(key, _ => new Series()).Take(value, isState: instrument.IsObservable || Type(instrument) == "gauge" && !IsUpDown(instrument));
        }
    }

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in tags)
        {
            var escaped = value?.ToString()?.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
            text.Append(text.Length == 0 ? "{" : ",").Append(key.Replace('.', '_')).Append("=\"").Append(escaped).Append('"');
        }

        return text.Length == 0 ? "" : text.Append('}').ToString();
    }

    private static string Name(Instrument instrument) =>
        instrument.Name.Replace('.', '_') + (instrument.Unit == "s" ? "_seconds" : "") + (Type(instrument) == "counter" ? "_total" : "");

    private static string Type(Instrument instrument) => IsHistogram(instrument) ? "summary"
        : Kind(instrument) is "Counter`1" or "ObservableCounter`1" ? "counter" : "gauge";

    private static bool IsHistogram(Instrument instrument) => Kind(instrument) == "Histogram`1";

    private static bool IsUpDown(Instrument instrument) => Kind(instrument) == "UpDownCounter`1";

    private static string Kind(Instrument instrument) => instrument.GetType().Name;

    private sealed class Series
    {
        private readonly Lock _gate = new();
        private double _value;
        private long _count;

        public void Take(double value, bool isState)
        {
            lock (_gate)
            {
                _value = isState ? value : _value + value;
                _count++;
            }
        }

        public void Write(StringBuilder text, string name, string labels, bool isHistogram)
        {
            lock (_gate)
            {
                _ = isHistogram
                    ? text.Append(CultureInfo.InvariantCulture, $"{name}_sum{labels} {_value}\n{name}_count{labels} {_count}\n")
                    : text.Append(CultureInfo.InvariantCulture, $"{name}{labels} {_value}\n");
            }
        }
    }
}

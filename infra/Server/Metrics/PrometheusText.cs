using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Foldline.Server.Metrics;

/// <summary>
/// Gathers what the meters of this process measure (<c>Foldline.*</c>, and ASP.NET Core's own of requests and connections) and writes it as Prometheus' text form.
/// Histograms are written as summaries: count and sum.
/// </summary>
public sealed class PrometheusText : IDisposable
{
    private const int MostSeries = 5000;
    private readonly MeterListener _listener = new();
    private readonly Dictionary<(Instrument Instrument, string Labels), (double Sum, long Count)> _series = [];
    private readonly Lock _gate = new();

    /// <summary>Begins to listen.</summary>
    public PrometheusText()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (IsOurs(instrument)) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<float>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>All series as they stand now.</summary>
    public string Write()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        lock (_gate)
        {
            foreach (var group in _series.GroupBy(series => Name(series.Key.Instrument)).OrderBy(group => group.Key, StringComparer.Ordinal))
            {
                var instrument = group.First().Key.Instrument;
                if (instrument.Description is { Length: > 0 } description) text.Append(CultureInfo.InvariantCulture, $"# HELP {group.Key} {Escape(description, quotes: false)}\n");
                text.Append(CultureInfo.InvariantCulture, $"# TYPE {group.Key} {Kind(instrument)}\n");
                foreach (var ((each, labels), (sum, count)) in group.OrderBy(series => series.Key.Labels, StringComparer.Ordinal))
                {
                    if (Kind(each) != "summary") text.Append(CultureInfo.InvariantCulture, $"{group.Key}{labels} {Number(sum)}\n");
                    else text.Append(CultureInfo.InvariantCulture, $"{group.Key}_sum{labels} {Number(sum)}\n{group.Key}_count{labels} {count}\n");
                }
            }
        }
        return text.ToString();
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private static bool IsOurs(Instrument instrument) => instrument.Meter.Name.StartsWith("Foldline", StringComparison.Ordinal)
        || instrument.Meter.Name is "Microsoft.AspNetCore.Hosting" or "Microsoft.AspNetCore.Server.Kestrel" or "Microsoft.AspNetCore.RateLimiting";

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = Labels(tags);
        lock (_gate)
        {
            if (!_series.TryGetValue((instrument, labels), out var now) && _series.Count >= MostSeries) return;
            _series[(instrument, labels)] = instrument.IsObservable ? (value, 1) : (now.Sum + value, now.Count + 1);
        }
    }

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty) return "";
        var text = new StringBuilder("{");
        foreach (var (name, value) in tags.ToArray().OrderBy(tag => tag.Key, StringComparer.Ordinal))
        {
            if (text.Length > 1) text.Append(',');
            text.Append(Plain(name)).Append("=\"").Append(Escape(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", quotes: true)).Append('"');
        }
        return text.Append('}').ToString();
    }

    private static string Name(Instrument instrument)
    {
        var unit = instrument.Unit switch { "s" => "_seconds", "ms" => "_milliseconds", "By" => "_bytes", _ => "" };
        var name = Plain(instrument.Name);
        if (unit.Length > 0 && !name.EndsWith(unit, StringComparison.Ordinal)) name += unit;
        return Kind(instrument) == "counter" && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    private static string Kind(Instrument instrument)
    {
        var type = instrument.GetType().Name;
        return type.StartsWith("Histogram", StringComparison.Ordinal) ? "summary"
            : type.StartsWith("Counter", StringComparison.Ordinal) || type.StartsWith("ObservableCounter", StringComparison.Ordinal) ? "counter" : "gauge";
    }

    private static string Plain(string name) => string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));

    private static string Escape(string text, bool quotes)
    {
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal);
        return quotes ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }

    private static string Number(double value) => double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString("R", CultureInfo.InvariantCulture);
}

using System.Text.Json;

namespace Foldline.Network.Profiling;

/// <summary>Writes a profile as the Trace Event Format that chrome://tracing and ui.perfetto.dev read: complete events in microseconds, and a counter of live bytes.</summary>
public static class ChromeTrace
{
    private const double BytesPerMegabyte = 1e6;

    /// <summary>Writes the timeline to <paramref name="path"/>, whole or not at all.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(NetworkProfiler profile, string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        string unfinished = path + ".unfinished";
        try
        {
            using (var stream = File.Create(unfinished)) Write(profile, stream);
            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <summary>Writes the timeline to a stream.</summary>
    public static void Write(NetworkProfiler profile, Stream stream)
    {
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteString("displayTimeUnit", "ms");
        json.WriteNumber("droppedSpans", profile.DroppedSpans);
        json.WriteStartArray("traceEvents");
        foreach (var span in profile.Spans)
        {
            Complete(json, span);
            if (span.Kind != SpanKind.Operator) LiveBytes(json, span);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Complete(Utf8JsonWriter json, ProfileSpan span)
    {
        Begin(json, span.Name, "X", span.Start);
        json.WriteString("cat", span.Kind switch { SpanKind.Module => "module", SpanKind.Operator => "operator", _ => "stage" });
        json.WriteNumber("dur", Microseconds(span.Duration));
        json.WriteStartObject("args");
        json.WriteString("type", span.Type);
        json.WriteNumber("live_mb", Megabytes(span.LiveBytes));
        json.WriteNumber("peak_mb", Megabytes(span.PeakBytes));
        json.WriteNumber("extra_mb", Megabytes(span.ExtraBytes));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void LiveBytes(Utf8JsonWriter json, ProfileSpan span)
    {
        Begin(json, "tensor memory", "C", span.Start + span.Duration);
        json.WriteStartObject("args");
        json.WriteNumber("live_mb", Megabytes(span.LiveBytes));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Begin(Utf8JsonWriter json, string name, string phase, TimeSpan at)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("ph", phase);
        json.WriteNumber("pid", 1);
        json.WriteNumber("tid", 1);
        json.WriteNumber("ts", Microseconds(at));
    }

    private static double Microseconds(TimeSpan time) => Math.Round(time.TotalMicroseconds, 3);

    private static double Megabytes(long bytes) => Math.Round(bytes / BytesPerMegabyte, 3);
}

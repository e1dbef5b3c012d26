using System.Text.Json;

namespace Foldline.Sequences;

/// <summary>
/// The jobs of a JSON file: one object or a list of them, each in the dialect it names (<c>alphafold3</c>, <c>alphafoldserver</c>) or, without a name, told by its
/// entries: <c>protein</c> is AlphaFold 3's word, <c>proteinChain</c> is Protenix's.
/// </summary>
internal static class JsonJobs
{
    public static IReadOnlyList<InputJob> Of(string path, string text, bool mayReadFiles)
    {
        var root = Parse(path, text);
        if (root.ValueKind != JsonValueKind.Array) return [Job(path, root, path, mayReadFiles)];
        var jobs = root.EnumerateArray().Select((job, index) => Job(path, job, $"{path}, job {index + 1}", mayReadFiles)).ToList();
        return jobs.Count > 0 ? jobs : throw new InputException($"{path} is an empty list; it needs at least one job.");
    }

    private static JsonElement Parse(string path, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException fault)
        {
            var reason = fault.Message.Split(" LineNumber:")[0].Split(" Path:")[0];
            throw new InputException($"{path}, line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}: this is not valid JSON: {reason}", fault);
        }
    }

    private static InputJob Job(string path, JsonElement job, string origin, bool mayReadFiles)
    {
        if (job.ValueKind != JsonValueKind.Object) throw new InputException($"{origin}: a job must be an object with a name and sequences.");
        // Where files that the job names are looked for; none for a job that may not name any.
        string[] folders = mayReadFiles ? [Path.GetDirectoryName(Path.GetFullPath(path))!] : [];
        return new InputJob(Name(job), origin, async (safe, notices, cancellationToken) =>
        {
            try
            {
                return await (Dialect(job) switch
                {
                    "alphafold3" => AlphaFold3JsonReader.ReadAsync(job, safe, origin, folders, cancellationToken),
                    "alphafoldserver" => CountedJsonReader.ReadServerAsync(job, safe, origin, notices),
                    "protenix" => CountedJsonReader.ReadProtenixAsync(job, safe, origin, folders, notices, cancellationToken),
                    var other => throw new InputException($"dialect '{other}' is not known; 'alphafold3' and 'alphafoldserver' are, and Protenix jobs name none."),
                }).ConfigureAwait(false);
            }
            catch (InvalidOperationException fault)
            {
                // The JSON reader unescapes texts only when asked for; half a surrogate pair (\ud800) is valid JSON and no text.
                throw new InputException($"a text of the job is not valid Unicode: {fault.Message}", fault);
            }
        });
    }

    private static string Name(JsonElement job)
    {
        try
        {
            return job.TryGetProperty("name", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }

    private static string Dialect(JsonElement job)
    {
        if (JsonFields.OptionalText(job, "", "dialect") is { } dialect) return dialect;
        var entries = JsonFields.List(job, "", "sequences").Where(entry => entry.ValueKind == JsonValueKind.Object);
        return entries.Any(entry => entry.EnumerateObject().Any(field => field.Name is "protein" or "rna" or "dna")) ? "alphafold3" : "protenix";
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;
using Foldline.Ranking.Confidences;
using Foldline.Sequences;
using Foldline.Structures.Arrays;
using Foldline.Structures.Predictions;

namespace Foldline.Ranking.Samples;

/// <summary>
/// A scored sample as one safetensors file: coordinates, pLDDT, PAE, PDE and contact probabilities as single-precision arrays, layout and scores as JSON bytes.
/// Nothing is lost between save and load.
/// </summary>
public static class ScoredSampleFile
{
    private const string Format = "foldline-sample-1";

    private static readonly JsonSerializerOptions Json = new()
    {
        IgnoreReadOnlyProperties = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new ChainPairMatrixConverter(), new JsonStringEnumConverter() },
    };

    /// <summary>Writes a file, whole or not at all.</summary>
    public static void Save(string path, ScoredSample sample)
    {
        int atoms = sample.Layout.Atoms, tokens = sample.Layout.Tokens;
        NamedArray[] arrays =
        [
            NamedArray.From("coordinates", sample.Coordinates, atoms, 3),
            NamedArray.From("atom_plddt", sample.Confidence.AtomPlddt, atoms),
            NamedArray.From("pae", sample.Confidence.Pae, tokens, tokens),
            NamedArray.From("pde", sample.Confidence.Pde, tokens, tokens),
            NamedArray.From("contact_probs", sample.ContactProbability, tokens, tokens),
            Bytes("layout", sample.Layout),
            Bytes("scores", sample.Scores),
        ];
        SafetensorsWriter.Write(path, arrays, new Dictionary<string, string>
        {
            ["format"] = Format,
            ["seed"] = sample.Seed.ToString(),
            ["sample"] = sample.Sample.ToString(),
        });
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">It is damaged, or no scored sample.</exception>
    public static ScoredSample Load(string path)
    {
        using var file = Open(path);
        var layout = Parse<AtomLayout>(file, "layout");
        var sample = new ScoredSample
        {
            Seed = Number(file, "seed"),
            Sample = (int)Number(file, "sample"),
            Layout = layout,
            Coordinates = Floats(file, "coordinates", layout.Atoms * 3L),
            ContactProbability = Floats(file, "contact_probs", (long)layout.Tokens * layout.Tokens),
            Confidence = new Confidence(Floats(file, "atom_plddt", layout.Atoms), Floats(file, "pae", (long)layout.Tokens * layout.Tokens),
                Floats(file, "pde", (long)layout.Tokens * layout.Tokens), Parse<ConfidenceScores>(file, "scores")),
        };
        return sample;
    }

    /// <summary>Reads seed, sample and scores only, however large the file.</summary>
    /// <exception cref="InputException">It is damaged, or no scored sample.</exception>
    public static (long Seed, int Sample, ConfidenceScores Scores) LoadScores(string path)
    {
        using var file = Open(path);
        return (Number(file, "seed"), (int)Number(file, "sample"), Parse<ConfidenceScores>(file, "scores"));
    }

    private static SafetensorsFile Open(string path)
    {
        var file = SafetensorsFile.Open(path);
        if (file.Metadata.GetValueOrDefault("format") == Format) return file;
        file.Dispose();
        throw new InputException($"{path} is not a scored sample of this version (format {Format}); run the target again.");
    }

    private static NamedArray Bytes<T>(string name, T value)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(value, Json);
        return new NamedArray(name, ElementType.UInt8, [bytes.Length], bytes);
    }

    private static T Parse<T>(SafetensorsFile file, string name)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(file.Read(name).Data.Span, Json) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new InputException($"{file.Path}: {name} is damaged ({e.Message}); run the target again.", e);
        }
    }

    private static float[] Floats(SafetensorsFile file, string name, long count)
    {
        var array = file.Read(name);
        return array.Type == ElementType.Float32 && array.Count == count ? array.Values<float>().ToArray()
            : throw new InputException($"{file.Path}: {name} holds {array.Count} values of {array.Type}, {count} singles are expected; run the target again.");
    }

    private static long Number(SafetensorsFile file, string name) => long.TryParse(file.Metadata.GetValueOrDefault(name), out long value) ? value
        : throw new InputException($"{file.Path}: the metadata gives no {name}; run the target again.");
}

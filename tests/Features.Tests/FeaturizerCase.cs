using System.Collections.Immutable;
using System.IO.Compression;
using System.Text.Json;
using Foldline.Features.Complexes;
using Foldline.Features.Vocabulary;
using Foldline.Sequences;
using Foldline.Structures.Arrays;

namespace Foldline.Features.Tests;

/// <summary>A reference case: the original's input job with what its featuriser made of it.</summary>
internal sealed class FeaturizerCase(JsonDocument json, Dictionary<string, NamedArray> arrays)
{
    public JsonElement Json { get; } = json.RootElement;

    public NamedArray this[string name] => arrays[name];

    public bool Has(string name) => arrays.ContainsKey(name);

    /// <summary>The job as components; <c>null</c> where it has a SMILES ligand.</summary>
    public ComplexDescription? Description => Describe(Json.GetProperty("input")[0]);

    public static FeaturizerCase Read(string folder, string name, string? input = null)
    {
        var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, (input ?? name) + ".json")));
        var path = Path.Combine(folder, name + ".safetensors");
        return new FeaturizerCase(json, ReadArrays(File.Exists(path) ? path : path + ".gz"));
    }

    public static Dictionary<string, NamedArray> ReadArrays(string path)
    {
        if (!path.EndsWith(".gz", StringComparison.Ordinal)) return Copy(path);
        var plain = Path.Combine(AppContext.BaseDirectory, Guid.NewGuid().ToString("N"));
        try
        {
            using (var target = File.Create(plain))
            using (var source = new GZipStream(File.OpenRead(path), CompressionMode.Decompress)) source.CopyTo(target);
            return Copy(plain);
        }
        finally
        {
            File.Delete(plain);
        }
    }

    private static Dictionary<string, NamedArray> Copy(string path)
    {
        using var file = SafetensorsFile.Open(path);
        return file.Arrays.Select(header => file.Read(header.Name)).ToDictionary(array => array.Name, array => array with { Data = array.Data.ToArray() });
    }

    private static ComplexDescription? Describe(JsonElement job)
    {
        var entities = job.GetProperty("sequences").EnumerateArray().Select(item => item.EnumerateObject().Single()).ToList();
        var given = entities.ConvertAll(entity => Ids(entity.Value));
        var taken = given.OfType<string[]>().SelectMany(ids => ids).ToHashSet();
        var free = new Queue<string>(Enumerable.Range('A', 26).Select(c => ((char)c).ToString()).Where(id => !taken.Contains(id)));
        var described = new List<ComplexEntity>();
        foreach (var entity in entities)
        {
            var kind = entity.Name switch
            {
                "proteinChain" => EntityKind.Protein,
                "rnaSequence" => EntityKind.Rna,
                "dnaSequence" => EntityKind.Dna,
                "ion" => EntityKind.Ion,
                _ => EntityKind.Ligand,
            };
            string sequence = entity.Value.TryGetProperty("sequence", out var letters) ? letters.GetString()! : "";
            if (kind == EntityKind.Ligand && !entity.Value.GetProperty("ligand").GetString()!.StartsWith("CCD_", StringComparison.Ordinal)) return null;
            var codes = kind switch
            {
                EntityKind.Ion => [entity.Value.GetProperty("ion").GetString()!],
                EntityKind.Ligand => entity.Value.GetProperty("ligand").GetString()![4..].Split('_'),
                _ => sequence.Select(letter => ResidueTypes.CodeOf(kind, letter)!).ToArray(),
            };
            if (entity.Value.TryGetProperty("modifications", out var modifications))
                foreach (var change in modifications.EnumerateArray())
                    codes[change.GetProperty("ptmPosition").GetInt32() - 1] = change.GetProperty("ptmType").GetString()![4..];
            var ids = given[described.Count] ?? Enumerable.Range(0, entity.Value.GetProperty("count").GetInt32()).Select(_ => free.Dequeue()).ToArray();
            described.Add(new ComplexEntity { Kind = kind, Sequence = sequence, Codes = [.. codes], ChainIds = [.. ids] });
        }
        return new ComplexDescription { Name = job.GetProperty("name").GetString()!, Entities = [.. described], Bonds = Bonds(job) };
    }

    private static string[]? Ids(JsonElement entity) =>
        entity.TryGetProperty("id", out var ids) ? ids.EnumerateArray().Select(id => id.GetString()!).ToArray() : null;

    private static ImmutableArray<CovalentBond> Bonds(JsonElement job) => !job.TryGetProperty("covalent_bonds", out var bonds) ? [] :
        [.. bonds.EnumerateArray().Select(bond => bond.TryGetProperty("left_entity", out _)
            ? new CovalentBond(End(bond, name => "left_" + name), End(bond, name => "right_" + name))
            : new CovalentBond(End(bond, name => name + "1"), End(bond, name => name + "2")))];

    private static BondEnd End(JsonElement bond, Func<string, string> field) => new(
        Number(bond, field("entity"))!.Value,
        Number(bond, field("copy")),
        Number(bond, field("position"))!.Value,
        bond.GetProperty(field("atom")).ToString());

    private static int? Number(JsonElement bond, string name) => bond.TryGetProperty(name, out var value) ? int.Parse(value.ToString()) : null;
}

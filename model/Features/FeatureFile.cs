using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using Foldline.Features.Msa;
using Foldline.Sequences;
using Foldline.Structures.Arrays;
using Foldline.Structures.Predictions;

namespace Foldline.Features;

/// <summary>
/// A feature set as one safetensors file. Alignment letters and insertion counts take a byte each there and become the network's arrays when loaded,
/// an eighth of their size; names, chains and sizes stand in the metadata.
/// </summary>
public static class FeatureFile
{
    private const string Format = "foldline-features-1";
    private const string Insertions = "deletion_matrix";

    /// <summary>Writes a feature set; the file appears when it is complete.</summary>
    public static void Save(string path, FeatureSet features)
    {
        var layout = features.Layout;
        var arrays = features.Arrays.Where(array => array.Name is not ("msa" or "has_deletion" or "deletion_value")).ToList();
        arrays.Add(Narrow("msa", features["msa"], (long letter) => (byte)letter));
        arrays.Add(Narrow<float>(Insertions, features["deletion_value"], DeletionValues.CountOf));
        SafetensorsWriter.Write(path, arrays, new Dictionary<string, string>
        {
            ["format"] = Format,
            ["chains"] = JsonSerializer.Serialize(layout.Chains),
            ["atom_name"] = string.Join(' ', layout.AtomName),
            ["element"] = string.Join(' ', layout.Element),
            ["residue_name"] = string.Join(' ', layout.ResidueName),
            ["paired_rows"] = features.Facts.PairedRows.ToString(),
        });
    }

    /// <summary>Reads a feature set into memory.</summary>
    /// <exception cref="InputException">The file is damaged or holds something else.</exception>
    public static FeatureSet Load(string path)
    {
        using var file = SafetensorsFile.Open(path);
        try
        {
            return Read(file);
        }
        catch (Exception damage) when (damage is KeyNotFoundException or FormatException or OverflowException or JsonException or ArgumentException or IndexOutOfRangeException
                                           or InvalidOperationException)
        {
            throw new InputException($"{path} is damaged ({damage.Message}); make it anew from the target.", damage);
        }
    }

    private static FeatureSet Read(SafetensorsFile file)
    {
        var path = file.Path;
        if (file.Metadata.GetValueOrDefault("format") != Format)
            throw new InputException($"{path} is no feature file of this version; make it anew from the target.");
        var arrays = ImmutableArray.CreateBuilder<NamedArray>();
        foreach (var header in file.Arrays)
        {
            var array = file.Read(header.Name);
            if (header.Name is "msa" or Insertions && header is not { Type: ElementType.UInt8, Shape.Count: 2 })
                throw new InputException($"{path}: {header.Name} is no matrix of bytes; make the file anew from the target.");
            if (header.Name == "msa") arrays.Add(Widen(array, "msa", ElementType.Int64, (byte letter) => (long)letter));
            else if (header.Name != Insertions) arrays.Add(array with { Data = array.Data.ToArray() });
            else
            {
                arrays.Add(Widen(array, "has_deletion", ElementType.Float32, (byte count) => count > 0 ? 1f : 0f));
                arrays.Add(Widen(array, "deletion_value", ElementType.Float32, (byte count) => DeletionValues.Of(count)));
            }
        }
        var read = arrays.ToDictionary(array => array.Name);
        var layout = Layout(path, file.Metadata, read);
        var facts = new FeatureFacts(layout.Tokens, layout.Atoms, (int)read["msa"].Shape[0], int.Parse(file.Metadata["paired_rows"]));
        return new FeatureSet(arrays.ToImmutable(), layout, facts);
    }

    private static AtomLayout Layout(string path, IReadOnlyDictionary<string, string> metadata, Dictionary<string, NamedArray> arrays)
    {
        var tokenOfAtom = Array.ConvertAll(Whole("atom_to_token_idx"), token => (int)token);
        var numbers = Whole("residue_index");
        var centres = Whole("pae_rep_atom_mask");
        return new AtomLayout
        {
            Chains = JsonSerializer.Deserialize<ImmutableArray<ChainInfo>>(metadata["chains"]),
            AtomName = Words("atom_name"),
            Element = Words("element"),
            ResidueName = Words("residue_name"),
            ResidueNumber = [.. tokenOfAtom.Select(token => (int)numbers[token])],
            TokenOfAtom = ImmutableArray.Create(tokenOfAtom),
            ChainOfToken = [.. Whole("asym_id").Select(chain => (int)chain)],
            TokenHasFrame = [.. Whole("has_frame").Select(has => has != 0)],
            CentreAtom = [.. Enumerable.Range(0, centres.Length).Where(atom => centres[atom] != 0)],
        };

        long[] Whole(string name) => arrays[name] is { Type: ElementType.Int64 } array
            ? array.Values<long>().ToArray()
            : throw new InputException($"{path}: {name} holds {arrays[name].Type}, not whole numbers; make the file anew from the target.");

        ImmutableArray<string> Words(string key) => metadata[key].Split(' ') is var words && words.Length == tokenOfAtom.Length
            ? [.. words]
            : throw new InputException($"{path}: {key} has {words.Length} entries for {tokenOfAtom.Length} atoms; make the file anew from the target.");
    }

    private static NamedArray Narrow<T>(string name, NamedArray wide, Func<T, byte> narrow) where T : unmanaged
    {
        var values = wide.Values<T>();
        var bytes = new byte[values.Length];
        for (int i = 0; i < bytes.Length; i++) bytes[i] = narrow(values[i]);
        return new NamedArray(name, ElementType.UInt8, wide.Shape, bytes);
    }

    private static NamedArray Widen<T>(NamedArray narrow, string name, ElementType type, Func<byte, T> widen) where T : unmanaged
    {
        var values = Array.ConvertAll(narrow.Data.ToArray(), new Converter<byte, T>(widen));
        return new NamedArray(name, type, narrow.Shape, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
    }
}

using System.Collections.Immutable;
using Foldline.Ranking.Comparison;
using Foldline.Sequences;
using Foldline.Structures.Mmcif;

namespace Foldline.Cli.Evaluation;

/// <summary>The polymers of an experimental structure (its first model), to compare folded ones with.</summary>
public sealed class KnownStructure
{
    private static readonly ImmutableHashSet<string> Hydrogen = ["H", "D"];
    private readonly string _path;
    private readonly ImmutableArray<MmcifChain> _chains;

    private KnownStructure(string path)
    {
        _path = path;
        _chains = Polymers(path);
    }

    /// <summary>The structure of a target's name in a folder, as <c>NAME.cif</c> or <c>NAME.cif.gz</c> in any case; <c>null</c> where there is none.</summary>
    public static KnownStructure? Find(string folder, string target)
    {
        if (!Directory.Exists(folder)) throw new InputException($"--truth {folder}: there is no such folder; give one with experimental structures named like the targets.");
        var path = Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).FirstOrDefault(
            file => Path.GetFileName(file) is var name && new[] { ".cif", ".cif.gz" }.Any(end => name.Equals(target + end, StringComparison.OrdinalIgnoreCase)));
        return path is null ? null : new KnownStructure(path);
    }

    /// <summary>
    /// lDDT over all heavy atoms that the experiment resolved and the model has. Chains correspond by sequence; copies in their order, atoms by name: nothing is
    /// exchanged in the model's favour.
    /// </summary>
    /// <exception cref="InputException">A chain of the model is not in the structure.</exception>
    public (double Lddt, int Atoms) Compare(string model)
    {
        var free = _chains.ToList();
        var (folded, known, nucleic) = (new List<float>(), new List<float>(), new List<bool>());
        foreach (var chain in Polymers(model))
        {
            var truth = free.Find(candidate => candidate.Entity.Sequence.SequenceEqual(chain.Entity.Sequence))
                ?? throw new InputException($"{_path} has no chain (left) with the sequence of chain {chain.Id} of {model}.");
            free.Remove(truth);
            var residues = chain.Residues.ToDictionary(residue => residue.SequenceNumber!.Value);
            foreach (var residue in truth.Residues)
            {
                foreach (var atom in residue.Atoms.Where(atom => !Hydrogen.Contains(atom.Element)))
                {
                    if (!residues.TryGetValue(residue.SequenceNumber!.Value, out var same) || same.Find(atom.Name) is not { } place) continue;
                    folded.AddRange([place.Position.X, place.Position.Y, place.Position.Z]);
                    known.AddRange([atom.Position.X, atom.Position.Y, atom.Position.Z]);
                    nucleic.Add(chain.Entity.Kind is EntityKind.Rna or EntityKind.Dna);
                }
            }
        }
        bool[] present = [.. nucleic.Select(_ => true)];
        return (new Lddt().Score([.. folded], [.. known], present, [.. nucleic]), present.Length);
    }

    private static ImmutableArray<MmcifChain> Polymers(string path) =>
        [.. MmcifReader.ReadFile(path).WithoutAlternatives().Models[0].Chains.Where(chain => chain.Entity.Kind is EntityKind.Protein or EntityKind.Rna or EntityKind.Dna)];
}

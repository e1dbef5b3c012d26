using System.Collections.Immutable;
using Foldline.Features;
using Foldline.Features.Complexes;
using Foldline.Features.Templates;
using Foldline.Sequences;
using Foldline.Structures.Arrays;
using Foldline.Structures.Components;
using Foldline.Training.Assemblies;
using Foldline.Training.Cropping;
using Foldline.Training.Permutation;

namespace Foldline.Training.Data;

/// <summary>Makes training examples from crops of assemblies: features of the cropped part, and the truth with all its copies.</summary>
/// <param name="components">The chemical components residues are made of.</param>
public sealed class CropExampleBuilder(ComponentLibrary components)
{
    /// <summary>The fewest resolved atoms a contiguous crop must have to teach anything.</summary>
    private const int LeastResolved = 5;

    private readonly ResidueSymmetries _symmetries = new(components);

    /// <summary>The example of a crop.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="crop">Its tokens.</param>
    /// <param name="alignments">One for each of the assembly's entities, in order; <c>null</c> for none. Only chains in the crop are paired.</param>
    /// <param name="options">How features are made.</param>
    /// <param name="templates">Those of each of the assembly's entities, in order; <c>null</c> leaves template features out.</param>
    /// <exception cref="InputException">The crop is empty or nothing in it is resolved, or an alignment does not fit.</exception>
    public LabelledCrop Build(
        Assembly assembly, Crop crop, IReadOnlyList<EntityAlignments>? alignments, FeatureOptions options,
        IReadOnlyList<ImmutableArray<TemplateStructure>>? templates = null)
    {
        if (crop.Tokens.IsEmpty) throw new InputException($"{assembly.Id}: a crop has no token; make the crop larger than its largest ligand.");
        var part = new ComplexCrop(assembly.Complex, assembly.Tokens, crop.Tokens);
        bool[] resolved = [.. part.Atoms.Select(atom => assembly.Resolved[atom])];
        if (resolved.Count(known => known) < (crop.Method == CropMethod.Contiguous ? LeastResolved : 1))
            throw new InputException($"{assembly.Id}: a {crop.Method} crop of {crop.Tokens.Length} tokens has too few resolved atoms to learn from.");
        var molecules = assembly.Molecules.Take(part.Atoms);
        var chosen = alignments is null ? null : part.Entities.Select(entity => alignments[entity]).ToList();
        var features = Featurizer.Build(WithoutPolymerBonds(part.Complex), chosen, options with { UseMsa = options.UseMsa && chosen is not null });
        if (templates is not null)
            features = features with { Arrays = [.. features.Arrays, .. Templates(assembly, part, features.Layout.ChainOfToken, crop, templates)] };
        var example = new TrainingExample(
            assembly.Id, WithFacts(features, molecules, assembly.Resolution), Coordinates(assembly, part.Atoms), resolved, assembly.Resolution,
            [.. part.Complex.Chains.Select(chain => part.Complex.Description.Entities[chain.Entity].Sequence)]);
        return new LabelledCrop(example, crop, molecules, Full(assembly, molecules, crop.Method != CropMethod.Contiguous), _symmetries.Of(part.Complex));
    }

    /// <summary>The entities of the assembly that a crop holds.</summary>
    internal static IReadOnlyCollection<int> EntitiesOf(Assembly assembly, Crop crop) =>
        [.. crop.Tokens.Select(token => assembly.Complex.Chains[assembly.Complex.Residues[assembly.Tokens.Residue[token]].Chain].Entity).Distinct()];

    /// <summary>Template features of the cropped tokens; those of whole chains would be cut down to the same.</summary>
    private static ImmutableArray<NamedArray> Templates(
        Assembly assembly, ComplexCrop part, ImmutableArray<int> chainOfToken, Crop crop, IReadOnlyList<ImmutableArray<TemplateStructure>> templates)
    {
        var chains = part.Complex.Chains.Select(chain => part.Entities[chain.Entity])
            .Select(entity => new ChainTemplates(assembly.Entities[entity].Sequence.Length, templates[entity])).ToList();
        int[] residues = [.. crop.Tokens.Select(token => assembly.Complex.Residues[assembly.Tokens.Residue[token]].Number - 1)];
        return TemplateFeatures.Make(TemplateSlots.Of(chains, chainOfToken, residues));
    }

    /// <summary>In training the network is told of no bond between polymer residues, disulfides included (AF3 supplement, table 5).</summary>
    private static Complex WithoutPolymerBonds(Complex complex) => complex with
    {
        Bonds = [.. complex.Bonds.Where(bond => complex.ResidueOf(bond.First) is var first && complex.ResidueOf(bond.Second) is var second
            && (!first.IsPolymer || !second.IsPolymer || complex.Atoms[bond.First].Residue == complex.Atoms[bond.Second].Residue))],
    };

    private static FeatureSet WithFacts(FeatureSet features, MoleculeAtoms molecules, double resolution) => features with
    {
        Arrays = [.. features.Arrays.Select(array => array.Name switch
        {
            "mol_id" => Longs(array.Name, molecules.Molecule),
            "entity_mol_id" => Longs(array.Name, molecules.Entity),
            "mol_atom_index" => Longs(array.Name, molecules.Place),
            "resolution" => NamedArray.From(array.Name, [(float)resolution], 1),
            _ => array,
        })],
    };

    private static NamedArray Longs(string name, ImmutableArray<int> values) => NamedArray.From(name, [.. values.Select(value => (long)value)], values.Length);

    private static FullLabel Full(Assembly assembly, MoleculeAtoms cropped, bool ownMoleculesOnly)
    {
        var places = cropped.Entity.Zip(cropped.Place).ToHashSet();
        var own = cropped.Molecule.ToHashSet();
        var all = assembly.Molecules;
        int[] atoms = [.. Enumerable.Range(0, all.Count)
            .Where(atom => places.Contains((all.Entity[atom], all.Place[atom])) && (!ownMoleculesOnly || own.Contains(all.Molecule[atom])))];
        return new FullLabel(all.Take(atoms), Coordinates(assembly, atoms), [.. atoms.Select(atom => assembly.Resolved[atom])]);
    }

    private static float[] Coordinates(Assembly assembly, IReadOnlyList<int> atoms)
    {
        var coordinates = new float[3 * atoms.Count];
        for (int i = 0; i < atoms.Count; i++) assembly.Coordinates.AsSpan(3 * atoms[i], 3).CopyTo(coordinates.AsSpan(3 * i));
        return coordinates;
    }
}

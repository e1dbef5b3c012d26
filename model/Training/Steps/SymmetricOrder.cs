using Foldline.Network.Inputs;
using Foldline.Training.Data;
using Foldline.Training.Losses;
using Foldline.Training.Permutation;
using static TorchSharp.torch;

namespace Foldline.Training.Steps;

/// <summary>
/// Matches as the original trains: the truth's identical chains, then its symmetric atoms, are ordered to fit the mini-rollout; each denoised sample's
/// symmetric atoms are ordered to fit that truth.
/// </summary>
/// <param name="inputs">The features, for molecules.</param>
/// <param name="example">The truth.</param>
/// <param name="symmetries">Interchangeable atoms.</param>
/// <param name="seed">Chooses among equally good anchor chains.</param>
public sealed class SymmetricOrder(ModelInputs inputs, TrainingExample example, IReadOnlyList<ResidueSymmetry> symmetries, long seed) : ILabelMatching
{
    /// <inheritdoc/>
    public StructureLabel MatchLabel(Tensor rollout)
    {
        var predicted = Values(rollout);
        var molecules = Molecules();
        var chains = ChainPermutation.Find(molecules, predicted, molecules, example.Coordinates, example.Resolved, new SeededDraws(seed)).Truth;
        var (coordinates, resolved) = Take(example.Coordinates, example.Resolved, chains);
        var atoms = AtomPermutation.Find(predicted, coordinates, resolved, symmetries).Truth;
        (coordinates, resolved) = Take(coordinates, resolved, atoms);
        using var scope = NewDisposeScope();
        var known = tensor(resolved.Select(r => r ? 1f : 0f).ToArray(), device: rollout.device);
        return new StructureLabel(tensor(coordinates, [resolved.Length, 3], device: rollout.device).MoveToOuterDisposeScope(), known.MoveToOuterDisposeScope());
    }

    /// <inheritdoc/>
    public Tensor MatchSamples(Tensor samples, StructureLabel label) => Order(samples, label, symmetries);

    /// <summary>Samples with interchangeable atoms ordered to fit the truth.</summary>
    internal static Tensor Order(Tensor samples, StructureLabel label, IReadOnlyList<ResidueSymmetry> symmetries)
    {
        if (symmetries.Count == 0) return samples;
        using var scope = NewDisposeScope();
        var (truth, resolved) = (Values(label.Coordinate), Values(label.Resolved).Select(value => value > 0).ToArray());
        var (all, size) = (Values(samples), truth.Length);
        var orders = Enumerable.Range(0, (int)samples.size(0)).AsParallel().AsOrdered().Select(sample =>
            AtomPermutation.Find(all.AsSpan(sample * size, size), truth, resolved, symmetries).Prediction());
        var order = tensor([.. orders.AsEnumerable().SelectMany(atoms => atoms.Select(atom => (long)atom))], [samples.size(0), samples.size(1), 1], device: samples.device).expand(samples.shape);
        return samples.gather(1, order).MoveToOuterDisposeScope();
    }

    private MoleculeAtoms Molecules() => new()
    {
        Molecule = [.. Values("mol_id")],
        Entity = [.. Values("entity_mol_id")],
        Place = [.. Values("mol_atom_index")],
        Centre = [.. Values("pae_rep_atom_mask").Select(value => value != 0)],
        IsLigand = [.. Values("is_ligand").Select(value => value != 0)],
    };

    private int[] Values(string feature)
    {
        using var scope = NewDisposeScope();
        return [.. inputs.Index(feature).cpu().data<long>().ToArray().Select(value => (int)value)];
    }

    internal static float[] Values(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().to(ScalarType.Float32).cpu().contiguous().flatten().data<float>().ToArray();
    }

    private static (float[], bool[]) Take(float[] coordinates, bool[] resolved, IReadOnlyList<int> atoms) =>
        ([.. atoms.SelectMany(atom => coordinates[(3 * atom)..(3 * atom + 3)])], [.. atoms.Select(atom => resolved[atom])]);
}

namespace Foldline.Ranking.Comparison;

/// <summary>
/// lDDT: the fraction of near distances of a reference that a model keeps within 0.5, 1, 2 and 4 Å, needing no superposition (Mariani et al. 2013; AF3
/// supplement, 4.3.1). A pair is near if closer than 15 Å in the reference, or 30 Å where the first atom belongs to a nucleic acid.
/// </summary>
/// <param name="radius">Å, for protein and ligand atoms.</param>
/// <param name="nucleicRadius">Å, for atoms of nucleic acids.</param>
public sealed class Lddt(float radius = 15, float nucleicRadius = 30)
{
    /// <summary>lDDT over all pairs, 0–1; NaN where no pair is near.</summary>
    /// <param name="model">Å. [atom, 3]</param>
    /// <param name="reference">Å. [atom, 3]</param>
    /// <param name="present">Which atoms the reference resolves. [atom]</param>
    /// <param name="isNucleic">Which atoms belong to nucleic acids; <c>null</c> for none. [atom]</param>
    public double Score(float[] model, float[] reference, bool[] present, bool[]? isNucleic = null)
    {
        var (kept, pairs) = Count(model, reference, present, isNucleic);
        return kept.Sum() / pairs.Sum();
    }

    /// <summary>lDDT of each atom's own pairs, 0–1; NaN where it has none. [atom]</summary>
    /// <inheritdoc cref="Score"/>
    public double[] PerAtom(float[] model, float[] reference, bool[] present, bool[]? isNucleic = null)
    {
        var (kept, pairs) = Count(model, reference, present, isNucleic);
        return [.. kept.Zip(pairs, (part, whole) => part / whole)];
    }

    /// <summary>Which ordered pairs count: present, distinct and near in the reference. [atom, atom]</summary>
    public bool[] PairMask(float[] reference, bool[] present, bool[]? isNucleic = null)
    {
        var mask = new bool[present.Length * present.Length];
        ForEachNear(reference, present, isNucleic, (first, second, _) => mask[first * present.Length + second] = true);
        return mask;
    }

    private (double[] Kept, double[] Pairs) Count(float[] model, float[] reference, bool[] present, bool[]? isNucleic)
    {
        if (model.Length != reference.Length || present.Length * 3 != reference.Length)
            throw new ArgumentException($"{model.Length / 3} model atoms, {reference.Length / 3} reference atoms and {present.Length} flags do not match.");
        var (kept, pairs) = (new double[present.Length], new double[present.Length]);
        ForEachNear(reference, present, isNucleic, (first, second, distance) =>
        {
            float x = model[3 * first] - model[3 * second], y = model[3 * first + 1] - model[3 * second + 1], z = model[3 * first + 2] - model[3 * second + 2];
            float error = Math.Abs(MathF.Sqrt(x * x + y * y + z * z) - distance);
            kept[first] += error < 0.5f ? 1 : error < 1 ? 0.75 : error < 2 ? 0.5 : error < 4 ? 0.25 : 0;
            pairs[first]++;
        });
        return (kept, pairs);
    }

    private void ForEachNear(float[] reference, bool[] present, bool[]? isNucleic, Action<int, int, float> visit)
    {
        bool anyNucleic = isNucleic is not null && isNucleic.Any(nucleic => nucleic);
        new NeighbourGrid(reference, anyNucleic ? Math.Max(radius, nucleicRadius) : radius, present).ForEachPair((first, second, distance) =>
        {
            if (distance < Radius(first)) visit(first, second, distance);
            if (distance < Radius(second)) visit(second, first, distance);
        });
        float Radius(int atom) => isNucleic is not null && isNucleic[atom] ? nucleicRadius : radius;
    }
}

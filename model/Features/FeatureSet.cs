using System.Collections.Immutable;
using Foldline.Structures.Arrays;
using Foldline.Structures.Predictions;

namespace Foldline.Features;

/// <summary>
/// All the network needs of one target, as plain arrays under Protenix's names. Where the original's array is one-hot and large, the class index stands in its
/// place (ref_element, ref_atom_name_chars). Absent arrays mean: no template, no constraint, no language-model embedding.
/// </summary>
/// <param name="Arrays">The features; names are unique.</param>
/// <param name="Layout">The atoms and their grouping, for the structures that will be predicted.</param>
/// <param name="Facts">The sizes.</param>
public sealed record FeatureSet(ImmutableArray<NamedArray> Arrays, AtomLayout Layout, FeatureFacts Facts)
{
    /// <summary>The feature of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public NamedArray this[string name] => Arrays.FirstOrDefault(array => array.Name == name) ?? throw new KeyNotFoundException($"There is no feature {name}.");

    /// <summary>
    /// These features with every reference conformer moved at random. Featurise once without a seed, then call this with the seed of each prediction: same
    /// features, same seed, same positions.
    /// </summary>
    public FeatureSet Augmented(long seed)
    {
        var moved = ConformerAugmentation.Apply(this["ref_pos"].Values<float>(), this["ref_space_uid"].Values<long>(), seed);
        return this with { Arrays = [.. Arrays.Select(array => array.Name == "ref_pos" ? NamedArray.From("ref_pos", moved, Facts.Atoms, 3) : array)] };
    }
}

using System.Collections.Immutable;
using Foldline.Sequences;
using Foldline.Structures.Arrays;

namespace Foldline.Features.Templates;

/// <summary>What the network reads of templates (AF3 supplement, table 5).</summary>
public static class TemplateFeatures
{
    /// <summary>
    /// The features of template slots: template_aatype int64 [t,i]; template_distogram int8 [t,i,j], the class of the distance in place of one-hot rows, -1 for
    /// none; template_unit_vector float32 [t,i,j,3], the direction to CA of j in the frame of i; template_pseudo_beta_mask and template_backbone_frame_mask bool
    /// [t,i,j], whether i and j both have the atom or the frame. All is zero, and the distance has no class, where the mask is.
    /// </summary>
    /// <param name="slots">The templates.</param>
    /// <param name="bins">The classes of distances; <see cref="DistanceBins.Templates"/> unless told.</param>
    /// <param name="epsilon">Added to lengths before dividing by them, Å.</param>
    /// <exception cref="InputException">The target is too large to hold its pairs in one array.</exception>
    public static ImmutableArray<NamedArray> Make(TemplateSlots slots, DistanceBins? bins = null, float epsilon = BackboneFrame.Epsilon)
    {
        bins ??= DistanceBins.Templates;
        int n = slots.Tokens;
        long pairs = (long)slots.Count * n * n;
        if (pairs * 3 * sizeof(float) > int.MaxValue)
            throw new InputException($"{n} tokens are too many for {slots.Count} templates (their pairs exceed 2 GB); fold the target without templates.");
        var (distogram, directions) = (new sbyte[pairs], new float[pairs * 3]);
        var (hasDistance, hasDirection) = (new bool[pairs], new bool[pairs]);
        for (int slot = 0; slot < slots.Count; slot++)
        {
            var betas = PseudoBeta.Of(slots, slot);
            BackboneFrame[] frames = [.. Enumerable.Range(0, n).Select(token => BackboneFrame.Of(slots, slot, token, epsilon))];
            int first = slot * n * n;
            for (int i = 0, pair = first; i < n; i++)
                for (int j = 0; j < n; j++, pair++)
                {
                    distogram[pair] = (sbyte)betas.Bin(i, j, bins);
                    hasDistance[pair] = betas.Present[i] && betas.Present[j];
                    if (!(hasDirection[pair] = frames[i].Present && frames[j].Present)) continue;
                    frames[i].DirectionTo(frames[j], epsilon).CopyTo(directions.AsSpan(pair * 3, 3));
                }
        }
        int count = slots.Count;
        return
        [
            NamedArray.From("template_aatype", Array.ConvertAll(slots.Residues.ToArray(), residue => (long)residue), count, n),
            NamedArray.From("template_distogram", distogram, count, n, n),
            NamedArray.From("template_unit_vector", directions, count, n, n, 3),
            NamedArray.From("template_pseudo_beta_mask", hasDistance, count, n, n),
            NamedArray.From("template_backbone_frame_mask", hasDirection, count, n, n),
        ];
    }
}

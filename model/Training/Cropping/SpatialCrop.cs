using Foldline.Sequences;
using Foldline.Training.Data;

namespace Foldline.Training.Cropping;

/// <summary>
/// The tokens nearest to a reference token (AF3 supplement 2.7): one of the reference chains, for the interface form one that touches another chain. Unresolved
/// tokens are infinitely far. Residues cut by the crop's rim are dropped where they are to stay whole, so the crop can be smaller than its size.
/// </summary>
internal static class SpatialCrop
{
    /// <summary>Å by which each further token counts as more distant, so that equal distances have an order.</summary>
    private const float TieBreak = 1e-3f;

    public static Crop Take(CropTokens tokens, IReadOnlyList<int> referenceChains, CropMethod method, CropOptions options, IDraws draws)
    {
        int[] candidates = [.. Enumerable.Range(0, tokens.Count).Where(token => referenceChains.Contains(tokens.Chain[token]) && tokens.Resolved[token])];
        if (method == CropMethod.SpatialInterface)
        {
            int[] touching = [.. candidates.Where(token => Touches(tokens, token, options.InterfaceDistance))];
            if (touching.Length > 0 || referenceChains.Count > 1) candidates = touching;
        }
        if (candidates.Length == 0)
            throw new InputException(
                $"Chains {string.Join(", ", referenceChains)} have no resolved token to crop around; choose another crop or other chains.");
        int reference = candidates[draws.Integer(0, candidates.Length)];
        var distance = new float[tokens.Count];
        for (int token = 0; token < tokens.Count; token++)
            distance[token] = tokens.Resolved[token] ? tokens.Distance(reference, token) + token * TieBreak : float.PositiveInfinity;
        // OrderBy is stable: unresolved tokens fill up in their own order.
        var taken = Enumerable.Range(0, tokens.Count).OrderBy(token => distance[token]).Take(options.Size).ToHashSet();
        if (options.WholeResidues)
        {
            var cut = Enumerable.Range(0, tokens.Count).Where(token => !taken.Contains(token)).Select(token => tokens.Residue[token]).ToHashSet();
            taken.RemoveWhere(token => cut.Contains(tokens.Residue[token]));
        }
        return new Crop(method, [.. taken.Order()], reference);
    }

    private static bool Touches(CropTokens tokens, int token, float within)
    {
        for (int other = 0; other < tokens.Count; other++)
            if (tokens.Chain[other] != tokens.Chain[token] && tokens.Resolved[other] && tokens.Distance(token, other) < within) return true;
        return false;
    }
}

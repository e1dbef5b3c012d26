using System.Collections.Immutable;
using Foldline.Training.Data;

namespace Foldline.Training.Cropping;

/// <summary>Chooses the tokens of an example from an assembly (AF3 supplement 2.7, as Protenix does it).</summary>
/// <param name="options">Size, weights of the methods and rules.</param>
public sealed class Cropper(CropOptions options)
{
    /// <summary>Draws a method by its weight, then the crop.</summary>
    /// <param name="tokens">The assembly's tokens.</param>
    /// <param name="referenceChains">The one or two chains the example is about.</param>
    /// <param name="draws">The random choices.</param>
    /// <exception cref="Sequences.InputException">No reference chain has a token to crop around.</exception>
    public Crop Crop(CropTokens tokens, IReadOnlyList<int> referenceChains, IDraws draws)
    {
        if (options.Size <= 0) return new Crop(null, [.. Enumerable.Range(0, tokens.Count)]);
        return Crop(tokens, referenceChains, (CropMethod)draws.Weighted([options.Contiguous, options.Spatial, options.SpatialInterface]), draws);
    }

    /// <summary>Crops by a given method.</summary>
    /// <inheritdoc cref="Crop(CropTokens, IReadOnlyList{int}, IDraws)"/>
    /// <param name="tokens">The assembly's tokens.</param>
    /// <param name="referenceChains">The one or two chains the example is about.</param>
    /// <param name="method">The method.</param>
    /// <param name="draws">The random choices.</param>
    public Crop Crop(CropTokens tokens, IReadOnlyList<int> referenceChains, CropMethod method, IDraws draws) =>
        method == CropMethod.Contiguous ? ContiguousCrop.Take(tokens, options, draws) : SpatialCrop.Take(tokens, referenceChains, method, options, draws);
}

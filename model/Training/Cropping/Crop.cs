using System.Collections.Immutable;

namespace Foldline.Training.Cropping;

/// <summary>The tokens chosen for an example.</summary>
/// <param name="Method">How they were chosen; <c>null</c> where the whole assembly was kept.</param>
/// <param name="Tokens">Their indices, ascending.</param>
/// <param name="Reference">The token around which a spatial crop lies; <c>null</c> for others.</param>
public sealed record Crop(CropMethod? Method, ImmutableArray<int> Tokens, int? Reference = null);

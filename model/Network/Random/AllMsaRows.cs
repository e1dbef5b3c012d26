using static TorchSharp.torch;

namespace Foldline.Network.Random;

/// <summary>Every row in file order, in every recycle: deterministic, unlike the original.</summary>
public sealed class AllMsaRows : IMsaRowDraws
{
    /// <inheritdoc/>
    public Tensor Draw(int cycle, long rows) => arange(rows, dtype: ScalarType.Int64);
}

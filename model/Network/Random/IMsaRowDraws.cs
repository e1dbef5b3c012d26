using static TorchSharp.torch;

namespace Foldline.Network.Random;

/// <summary>Which rows of the alignment each recycle sees. The original draws them at random in inference too, so a prediction depends on them.</summary>
public interface IMsaRowDraws
{
    /// <summary>The rows of one recycle, in order, on the CPU: 1 to <paramref name="rows"/> different indices below <paramref name="rows"/>. [r]</summary>
    /// <param name="cycle">The recycle, from 0.</param>
    /// <param name="rows">Rows of the alignment.</param>
    Tensor Draw(int cycle, long rows);
}

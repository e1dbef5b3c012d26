using static TorchSharp.torch;

namespace Foldline.Network.Inputs;

/// <summary>Template structures, one slot each.</summary>
/// <param name="Residues">Residue class, [t,i], 0 to 31.</param>
/// <param name="Distogram">Distance bin of the pseudo-beta atoms, [t,i,j] over 39 classes.</param>
/// <param name="UnitVector">Direction to j in the frame of i, [t,i,j,3].</param>
/// <param name="PseudoBetaMask">1 where both pseudo-beta atoms exist, [t,i,j].</param>
/// <param name="BackboneFrameMask">1 where both frames exist, [t,i,j].</param>
public sealed record TemplateInputs(Tensor Residues, Tensor Distogram, Tensor UnitVector, Tensor PseudoBetaMask, Tensor BackboneFrameMask)
{
    /// <summary>Bins of the distogram.</summary>
    public const int DistanceBins = 39;

    /// <summary>The number of slots.</summary>
    public long Count => Residues.shape[0];
}

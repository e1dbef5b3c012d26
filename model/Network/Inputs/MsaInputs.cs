using static TorchSharp.torch;

namespace Foldline.Network.Inputs;

/// <summary>The paired and merged alignment.</summary>
/// <param name="Residues">Residue class of each cell, [R,i], 0 to 31.</param>
/// <param name="HasDeletion">1 where residues were deleted to the left, [R,i].</param>
/// <param name="DeletionValue">2/π atan(d/3) of the number of deleted residues d, [R,i].</param>
public sealed record MsaInputs(Tensor Residues, Tensor HasDeletion, Tensor DeletionValue)
{
    /// <summary>The number of rows.</summary>
    public long RowCount => Residues.shape[0];
}

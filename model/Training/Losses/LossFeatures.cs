using Foldline.Network.Inputs;
using static TorchSharp.torch;

namespace Foldline.Training.Losses;

/// <summary>What the losses need to know of the input besides the label.</summary>
/// <param name="Molecules">Kinds of atoms.</param>
/// <param name="BondMask">[l,l], 1 for polymer–ligand bonds.</param>
/// <param name="DistogramAtom">[l], 1 for the atom that stands for its token in distogram and PDE.</param>
/// <param name="PlddtAtom">[l], 1 for the atoms against which pLDDT is measured.</param>
/// <param name="Frames">Frames of tokens for PAE.</param>
/// <param name="Resolution">Å; −1 where there is none.</param>
public sealed record LossFeatures(MoleculeMasks Molecules, Tensor BondMask, Tensor DistogramAtom, Tensor PlddtAtom, TokenFrames Frames, double Resolution)
{
    /// <summary>The parts of a feature set that the losses need.</summary>
    /// <param name="inputs">The features; they own the tensors.</param>
    /// <param name="bondMask">[l,l], 1 for polymer–ligand bonds.</param>
    /// <param name="resolution">Å; −1 where there is none.</param>
    public static LossFeatures From(ModelInputs inputs, Tensor bondMask, double resolution) => new(
        new MoleculeMasks(inputs.Index("is_dna"), inputs.Index("is_rna"), inputs.Index("is_ligand")), bondMask, inputs.Index("distogram_rep_atom_mask"),
        inputs.Index("plddt_m_rep_atom_mask"), new TokenFrames(inputs.Index("frame_atom_index"), inputs.Index("has_frame"), inputs.Index("pae_rep_atom_mask")),
        resolution);
}

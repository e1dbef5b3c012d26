using static TorchSharp.torch;

namespace Foldline.Training.Losses;

/// <summary>What the losses need to know of the input besides the label.</summary>
/// <param name="Molecules">Kinds of atoms.</param>
/// <param name="BondMask">[l,l], 1 for polymer–ligand bonds.</param>
/// <param name="DistogramAtom">[l], 1 for the atom that stands for its token in distogram and PDE.</param>
/// <param name="PlddtAtom">[l], 1 for the atoms against which pLDDT is measured.</param>
/// <param name="Frames">Frames of tokens for PAE.</param>
/// <param name="Resolution">Å; −1 where there is none.</param>
public sealed record LossFeatures(MoleculeMasks Molecules, Tensor BondMask, Tensor DistogramAtom, Tensor PlddtAtom, TokenFrames Frames, double Resolution);

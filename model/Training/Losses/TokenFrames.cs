using static TorchSharp.torch;

namespace Foldline.Training.Losses;

/// <summary>The local frame of each token and the atom that stands for it.</summary>
/// <param name="Atoms">[token,3], atom numbers a, b, c; −1 where there is none.</param>
/// <param name="HasFrame">[token], 1 where the frame is usable.</param>
/// <param name="Representative">[l], 1 for the atom that stands for its token in PAE.</param>
public sealed record TokenFrames(Tensor Atoms, Tensor HasFrame, Tensor Representative);

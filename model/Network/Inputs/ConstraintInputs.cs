using static TorchSharp.torch;

namespace Foldline.Network.Inputs;

/// <summary>What the user demands of the structure, by token pair. A part that is absent is <c>null</c>.</summary>
/// <param name="Pocket">[i,j,1]: distance bound between a binder token and a pocket token.</param>
/// <param name="Contact">[i,j,2]: bounds between two tokens.</param>
/// <param name="ContactAtom">[i,j,2]: bounds between two atoms, at their tokens.</param>
/// <param name="Substructure">[i,j,4]: distance classes of a known part.</param>
public sealed record ConstraintInputs(Tensor? Pocket, Tensor? Contact, Tensor? ContactAtom, Tensor? Substructure);

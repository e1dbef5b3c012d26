using Foldline.Features;

namespace Foldline.Training.Data;

/// <summary>A structure as the model and the losses see it: features beside the known coordinates of the same atoms, in the same order.</summary>
/// <param name="Name">The entry's name.</param>
/// <param name="Features">The features, with conformers centred but not moved.</param>
/// <param name="Coordinates">[atom,3] Å, 0 where unresolved.</param>
/// <param name="Resolved">[atom].</param>
/// <param name="Resolution">Å; −1 where the experiment has none.</param>
/// <param name="Sequences">One-letter sequence of each chain, for messages and for asking the model again.</param>
public sealed record TrainingExample(
    string Name, FeatureSet Features, float[] Coordinates, bool[] Resolved, double Resolution, IReadOnlyList<string> Sequences)
{
    /// <summary>Tokens.</summary>
    public int Tokens => Features.Facts.Tokens;

    /// <summary>Atoms.</summary>
    public int Atoms => Resolved.Length;
}

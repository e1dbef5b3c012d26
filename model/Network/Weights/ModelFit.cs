namespace Foldline.Network.Weights;

/// <summary>How well a weights file fits a named model.</summary>
/// <param name="Model">The model's official name.</param>
/// <param name="Difference">What differs in names and shapes.</param>
public sealed record ModelFit(string Model, WeightsDifference Difference)
{
    /// <summary>Whether the file loads into the model.</summary>
    public bool Fits => Difference.IsEmpty;
}

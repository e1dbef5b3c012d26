namespace Foldline.Network.Model;

/// <summary>How far a prediction is.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Done">Steps of the stage that are done.</param>
/// <param name="Total">Steps the stage has.</param>
public sealed record PredictionProgress(PredictionStage Stage, int Done, int Total);

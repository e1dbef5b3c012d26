namespace Foldline.Training.Runs;

/// <summary>Where a run's examples come from. The same position gives the same example, whenever and in whatever order it is asked for.</summary>
internal interface ITrainingSource
{
    /// <summary>The example at a position.</summary>
    /// <param name="step">The optimiser step.</param>
    /// <param name="part">Which example of an accumulated step.</param>
    TrainingItem Get(long step, int part);
}

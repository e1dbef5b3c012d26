namespace Foldline.Training.Runs;

/// <summary>
/// Structures sampled once, before the first step, on which the confidence head then learns alone. Everything else is frozen, so they never change: a step costs
/// the head and nothing more. Their sampler steps are the model's own for one part, drawn for the other.
/// </summary>
public sealed record RolloutOptions
{
    /// <summary>Seeds of an entry, each with conformers, alignment rows and a pass through the trunk of its own. Default 16.</summary>
    public int Seeds { get; init; } = 16;

    /// <summary>Further seeds that are never learned: by their samples the weights are judged, and the best are kept. Default 4.</summary>
    public int HeldOutSeeds { get; init; } = 4;

    /// <summary>Structures of a seed sampled as inference does. Default 8.</summary>
    public int Ordinary { get; init; } = 8;

    /// <summary>
    /// Structures of a seed whose number of sampler steps is drawn between <c>leastMiniRolloutSteps</c> and <c>miniRolloutSteps</c>, small ones as often as
    /// large ones by their logarithm, so that good and bad ones are seen. Default 8.
    /// </summary>
    public int Varied { get; init; } = 8;

    /// <summary>
    /// The shortest step of a varied structure, relative to the model's own: each group draws one between this and 1. Short steps leave noise behind, so that
    /// quality varies without gaps; 0.96 spoils a little, 0.7 nearly everything. Default 1: no variation.
    /// </summary>
    public double LeastStepScale { get; init; } = 1;

    /// <summary>
    /// Start with a norm of the single representation under which the entries' tokens differ (<see cref="Network.Heads.ConfidenceHead.Standardise"/>): for
    /// networks that learned little data by heart. Default false.
    /// </summary>
    public bool Standardise { get; init; }

    /// <summary>
    /// Structures of one seed and one kind, ordinary or varied, that an example of a step holds. Small entries learn several in little more time than one, and
    /// differences between samples of a seed are seen within a step. Default 1.
    /// </summary>
    public int Together { get; init; } = 1;

    /// <summary>Structures sampled together; the varied ones of a group share their number of steps. Default 4.</summary>
    public int AtOnce { get; init; } = 4;
}

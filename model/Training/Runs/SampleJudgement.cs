using Foldline.Network.Heads;
using Foldline.Network.Model;
using Foldline.Ranking.Confidences;
using Foldline.Structures.Predictions;
using Foldline.Training.Data;
using static TorchSharp.torch;

namespace Foldline.Training.Runs;

/// <summary>Compares a sample with the experiment, and tells what the network itself thinks of it, by the scores of inference.</summary>
/// <param name="example">The experiment; the label is taken in its given order.</param>
/// <param name="isNucleotide">[l].</param>
/// <param name="residue">The residue of each atom, for clashes. [l]</param>
internal sealed class SampleJudgement(TrainingExample example, Tensor isNucleotide, Tensor residue) : IDisposable
{
    private readonly Tensor _truth = tensor(example.Coordinates, [example.Atoms, 3], device: residue.device).DetachFromDisposeScope();
    private readonly Tensor _resolved = tensor(example.Resolved, device: residue.device).DetachFromDisposeScope();
    private readonly float[] _noContacts = new float[example.Tokens * example.Tokens];

    /// <summary>The row of a sample.</summary>
    /// <param name="sample">[l,3] Å.</param>
    /// <param name="logits">What the confidence head says of it.</param>
    /// <param name="row">Step, entry and number; the rest is filled in.</param>
    public EvaluationRow Of(Tensor sample, ConfidenceLogits logits, EvaluationRow row)
    {
        var scores = Scores(sample, logits);
        return row with
        {
            Lddt = StructureScore.Lddt(sample, _truth, _resolved, isNucleotide), Rmsd = StructureScore.Rmsd(sample, _truth, _resolved),
            Clashes = StructureScore.Clashes(sample, residue), Plddt = scores.Plddt, Score = scores.RankingScore,
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _truth.Dispose();
        _resolved.Dispose();
    }

    private ConfidenceScores Scores(Tensor sample, ConfidenceLogits logits)
    {
        using TensorLogits plddt = new(logits.Plddt), pae = new(logits.Pae), pde = new(logits.Pde), resolved = new(logits.Resolved);
        using var coordinates = sample.to(ScalarType.Float32).cpu().contiguous();
        return ConfidenceCalculator.Compute(new Prediction
        {
            Seed = 0, Sample = 0, Layout = example.Features.Layout, Coordinates = coordinates.data<float>().ToArray(), Plddt = plddt, Pae = pae, Pde = pde,
            Resolved = resolved, ContactProbability = _noContacts,
        }, recycles: 0).Scores;
    }
}

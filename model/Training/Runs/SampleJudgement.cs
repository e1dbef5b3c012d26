using Foldline.Network.Heads;
using Foldline.Network.Inputs;
using Foldline.Network.Model;
using Foldline.Ranking.Confidences;
using Foldline.Structures.Predictions;
using Foldline.Training.Data;
using static TorchSharp.torch;

namespace Foldline.Training.Runs;

/// <summary>Compares a sample with the experiment, and tells what the network itself thinks of it, by the scores of inference.</summary>
internal sealed class SampleJudgement : IDisposable
{
    private readonly TrainingExample _example;
    private readonly Tensor _truth, _resolved, _distance, _near, _residue;
    private readonly float[] _noContacts;

    /// <summary>Prepares the truth, once for all samples.</summary>
    /// <param name="example">The experiment; the label is taken in its given order.</param>
    /// <param name="inputs">Its features, which tell nucleotides, and residues for clashes.</param>
    public SampleJudgement(TrainingExample example, ModelInputs inputs)
    {
        using var scope = NewDisposeScope();
        _example = example;
        _residue = inputs.Index("ref_space_uid");
        _truth = tensor(example.Coordinates, [example.Atoms, 3], device: inputs.Device).DetachFromDisposeScope();
        _resolved = tensor(example.Resolved, device: inputs.Device).DetachFromDisposeScope();
        var nucleotide = (inputs.Index("is_dna") + inputs.Index("is_rna")).to_type(ScalarType.Bool);
        var (distance, near) = StructureScore.Near(_truth, _resolved, nucleotide);
        (_distance, _near) = (distance.DetachFromDisposeScope(), near.DetachFromDisposeScope());
        _noContacts = new float[example.Tokens * example.Tokens];
    }

    /// <summary>The row of a sample.</summary>
    /// <param name="sample">[l,3] Å.</param>
    /// <param name="logits">What the confidence head says of it.</param>
    /// <param name="row">Step, entry and number; the rest is filled in.</param>
    public EvaluationRow Of(Tensor sample, ConfidenceLogits logits, EvaluationRow row)
    {
        var scores = Scores(sample, logits);
        return row with
        {
            Lddt = StructureScore.Lddt(sample, _distance, _near), Rmsd = StructureScore.Rmsd(sample, _truth, _resolved),
            Clashes = StructureScore.Clashes(sample, _residue), Plddt = scores.Plddt, Score = scores.RankingScore,
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in new[] { _truth, _resolved, _distance, _near }) tensor.Dispose();
    }

    private ConfidenceScores Scores(Tensor sample, ConfidenceLogits logits)
    {
        using TensorLogits plddt = new(logits.Plddt), pae = new(logits.Pae), pde = new(logits.Pde), resolved = new(logits.Resolved);
        using var coordinates = sample.to(ScalarType.Float32).cpu().contiguous();
        return ConfidenceCalculator.Compute(new Prediction
        {
            Seed = 0, Sample = 0, Layout = _example.Features.Layout, Coordinates = coordinates.data<float>().ToArray(), Plddt = plddt, Pae = pae, Pde = pde,
            Resolved = resolved, ContactProbability = _noContacts,
        }, recycles: 0).Scores;
    }
}

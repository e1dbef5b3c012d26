using static TorchSharp.torch;

namespace Foldline.Training.Losses;

/// <summary>The weighted sum of all terms (AF3 supplement, equation 15), for training and for evaluation.</summary>
public sealed class TotalLoss(LossOptions options)
{
    /// <summary>The settings.</summary>
    public LossOptions Options { get; } = options;

    /// <summary>Training: diffusion terms weighted by noise level, confidence terms measured on the mini-rollout.</summary>
    public LossReport Train(LossFeatures features, LossPrediction prediction, StructureLabel label)
    {
        using var scope = NewDisposeScope();
        Tensor? scale = null;
        if (!Options.ConfidenceOnly)
        {
            var (t, sigma) = (prediction.NoiseLevel!, Options.SigmaData);
            scale = (t.square() + sigma * sigma) / (sigma * t).square();
        }
        var report = Sum(features, prediction, label, prediction.CoordinateMini, scale, diffusion: !Options.ConfidenceOnly);
        return report with { Total = report.Total.MoveToOuterDisposeScope() };
    }

    /// <summary>Evaluation: all terms measured on samples, none weighted by noise, in pieces of <see cref="LossOptions.EvaluationChunk"/> samples.</summary>
    public LossReport Evaluate(LossFeatures features, LossPrediction prediction, StructureLabel label)
    {
        using var scope = NewDisposeScope();
        var samples = prediction.Coordinate!.size(0);
        var total = zeros([], dtype: prediction.Coordinate.dtype, device: prediction.Coordinate.device);
        var terms = new Dictionary<LossTerm, double>();
        for (long start = 0; start < samples; start += Options.EvaluationChunk)
        {
            var length = Math.Min(Options.EvaluationChunk, samples - start);
            Tensor? Part(Tensor? all) => all?.narrow(0, start, length);
            var piece = prediction with
            {
                Coordinate = Part(prediction.Coordinate), Plddt = Part(prediction.Plddt), Pde = Part(prediction.Pde), Pae = Part(prediction.Pae),
                Resolved = Part(prediction.Resolved),
            };
            var report = Sum(features, piece, label, piece.Coordinate, scale: null, diffusion: true);
            var share = (double)length / samples;
            total = total + report.Total * share;
            foreach (var (term, value) in report.Terms) terms[term] = terms.GetValueOrDefault(term) + value * share;
        }
        return new LossReport(total.MoveToOuterDisposeScope(), terms);
    }

    private LossReport Sum(LossFeatures features, LossPrediction prediction, StructureLabel label, Tensor? judged, Tensor? scale, bool diffusion)
    {
        var total = zeros([], dtype: label.Coordinate.dtype, device: label.Coordinate.device);
        var terms = new Dictionary<LossTerm, double>();
        void Add(LossTerm term, Tensor loss)
        {
            terms[term] = loss.detach().item<float>();
            total = total + Options.Weights.Of(term) * loss;
        }

        if (diffusion) AddDiffusion(Add, features, prediction, label, scale);
        // Without a trusted resolution the confidence terms count nothing: adding them times 0 would give the same gradients, all zero.
        var trusted = features.Resolution >= Options.MinimumResolution && features.Resolution <= Options.MaximumResolution;
        if (trusted && prediction is { Plddt: not null, Pde: not null, Pae: not null, Resolved: not null })
            AddConfidence(Add, features, prediction, label, judged!.detach());
        return new LossReport(total, terms);
    }

    private void AddDiffusion(Action<LossTerm, Tensor> add, LossFeatures features, LossPrediction prediction, StructureLabel label, Tensor? scale)
    {
        var (x, truth) = (prediction.Coordinate!, label.Coordinate);
        var pairMask = label.Resolved.unsqueeze(-1) * label.Resolved;
        var trueDistance = PairDistance.Exact(truth, truth) * pairMask;
        var lddtMask = Options.LddtMask.Of(trueDistance, pairMask, features.Molecules.IsNucleotide());
        var distance = !Options.SparseBonds ? PairDistance.Fast(x, x) : null;

        add(LossTerm.SmoothLddt, Options.DenseLddt ? Options.SmoothLddt.Dense(x, truth, lddtMask, Options.LddtChunk, trueDistance)
            : Options.SparseBonds ? Options.SmoothLddt.Sparse(x, truth, lddtMask, Options.LddtChunk)
            : Options.SmoothLddt.FromDistance(distance!, trueDistance, lddtMask, Options.LddtChunk));
        add(LossTerm.Bond, Options.SparseBonds ? Options.Bond.Sparse(x, truth, pairMask, features.BondMask, scale)
            : Options.Bond.Dense(distance!, trueDistance, pairMask, features.BondMask, scale));
        add(LossTerm.Mse, Options.Mse.Of(x, truth, label.Resolved, features.Molecules, scale));
        if (prediction.Distogram is { } distogram)
            add(LossTerm.Distogram, Options.Distogram.Of(distogram, truth, label.Resolved, features.DistogramAtom));
    }

    private void AddConfidence(Action<LossTerm, Tensor> add, LossFeatures features, LossPrediction prediction, StructureLabel label, Tensor judged)
    {
        var (truth, resolved, molecules) = (label.Coordinate, label.Resolved, features.Molecules);
        add(LossTerm.Plddt, Options.Plddt.Of(
            prediction.Plddt!, judged, truth, resolved, molecules.IsNucleotide(), molecules.IsPolymer(), features.PlddtAtom));
        add(LossTerm.Pde, Options.Pde.Of(prediction.Pde!, judged, truth, resolved, features.DistogramAtom));
        add(LossTerm.Resolved, Options.Resolved.Of(prediction.Resolved!, resolved));
        add(LossTerm.Pae, Options.Pae.Of(prediction.Pae!, judged, truth, resolved, features.Frames));
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Training.Losses;

/// <summary>The term of the pLDDT loss that compares the structures of an example.</summary>
public sealed class PlddtDifferencesTests
{
    private const int Atoms = 6, Bins = 50;

    /// <summary>Atoms 2 Å apart on a line.</summary>
    private static Tensor Truth() => stack([arange(Atoms, ScalarType.Float32) * 2, zeros(Atoms), zeros(Atoms)], 1);

    [Fact]
    public void Without_a_weight_the_loss_is_the_originals()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(3);
        var logits = randn(2, Atoms, Bins);
        Of(new PlddtLoss(), logits).ShouldBe(Of(new PlddtLoss(DifferenceWeight: 0, DifferenceScale: 1), logits));
        Of(new PlddtLoss(DifferenceWeight: 1), logits).ShouldBeGreaterThan(Of(new PlddtLoss(), logits));
    }

    [Fact]
    public void The_same_error_in_every_structure_costs_nothing()
    {
        using var scope = NewDisposeScope();
        Term(Sure(39, 39)).ShouldBe(0, 1e-3f);
        Term(Sure(39)).ShouldBe(0, 1e-3f);
    }

    [Fact]
    public void Differences_that_are_not_there_cost_by_the_scale()
    {
        using var scope = NewDisposeScope();
        Term(Sure(49, 39)).ShouldBe(Huber(0.1f), 0.02f);                 // 0.2 apart: each 0.1 from their mean
    }

    private static float Huber(float error) => MathF.Sqrt(error / 0.01f * (error / 0.01f) + 1) - 1;

    /// <summary>The term alone, for structures that are all right.</summary>
    private static float Term(Tensor logits) => Of(new PlddtLoss(DifferenceWeight: 1, DifferenceScale: 0.01), logits) - Of(new PlddtLoss(), logits);

    private static float Of(PlddtLoss loss, Tensor logits)
    {
        using var scope = NewDisposeScope();
        Tensor all = ones(Atoms), none = zeros(Atoms, dtype: ScalarType.Bool);
        var truth = Truth();
        return loss.Of(logits, truth.unsqueeze(0).expand(logits.shape[0], -1, -1), truth, all, none, none.logical_not(), all).item<float>();
    }

    /// <summary>Two structures, every atom surely in one bin.</summary>
    private static Tensor Sure(params long[] bins)
    {
        var logits = zeros(bins.Length, Atoms, Bins);
        for (var structure = 0; structure < bins.Length; structure++) logits[structure, TensorIndex.Colon, bins[structure]] = 40;
        return logits;
    }
}

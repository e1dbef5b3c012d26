using Foldline.Features;
using Foldline.Network.Configuration;
using Foldline.Network.Model;
using Foldline.Network.Planning;
using Foldline.Network.Profiling;
using Foldline.Sequences;
using static TorchSharp.torch;

namespace Foldline.Network.Tests.Planning;

public sealed class PlanningTests
{
    private static readonly NetworkConfiguration Base = NetworkRegistry.Get("protenix_base_default_v0.5.0");
    private static readonly MatmulRate Rate = new(200, 300, 100, 2);

    [Fact]
    public void A_pairformer_block_of_256_tokens_is_a_hundred_gigaflop()
    {
        new NetworkWork(Base).PairformerBlock(256).ShouldBe(100, 3);
    }

    [Theory]
    [InlineData("protenix_base_default_v0.5.0", 368_088_191)]
    [InlineData("protenix_base_default_v1.0.0", 368_484_735)]
    [InlineData("protenix-v2", 464_442_431)]
    [InlineData("protenix_mini_default_v0.5.0", 134_067_007)]
    [InlineData("protenix_tiny_default_v0.5.0", 109_500_223)]
    public void The_number_of_parameters_follows_from_the_configuration(string model, long published)
    {
        ((double)ParameterCount.Of(NetworkRegistry.Get(model)) / published).ShouldBe(1, 0.02);
    }

    [Fact]
    public void More_of_anything_costs_more()
    {
        var load = new Workload { Tokens = 100, MsaRows = 64, Cycles = 2, Steps = 10, Samples = 1 };
        var cost = CostEstimate.For(Base, load, Rate, 64L << 30);
        Workload[] larger =
        [
            load with { Tokens = 120 }, load with { Atoms = 2000 }, load with { MsaRows = 256 }, load with { Cycles = 3 }, load with { Steps = 20 },
            load with { Samples = 2 }, load with { Seeds = 2 },
        ];
        foreach (var more in larger)
        {
            var estimate = CostEstimate.For(Base, more, Rate, 64L << 30);
            estimate.Gflop.ShouldBeGreaterThan(cost.Gflop);
            estimate.Time.ShouldBeGreaterThan(cost.Time);
            estimate.PeakBytes.ShouldBeGreaterThanOrEqualTo(cost.PeakBytes);
        }
        CostEstimate.For(Base, load, Rate with { Mkl = 400, OneDnn = 600 }, 64L << 30).Time.ShouldBeLessThan(cost.Time);
    }

    [Fact]
    public void Little_memory_leads_to_small_pieces_and_too_little_is_said()
    {
        var load = new Workload { Tokens = 1024, MsaRows = 512 };
        var roomy = MemoryPlan.For(Base, load, 256L << 30);
        roomy.Rung.ShouldBe(0);
        roomy.Chunks.MultiplicationGroups.ShouldBe(1);
        var tight = MemoryPlan.For(Base, load, (long)(roomy.PeakBytes * 0.9));
        tight.Rung.ShouldBeGreaterThan(0);
        tight.Fits.ShouldBeTrue();
        tight.PeakBytes.ShouldBeLessThan(roomy.PeakBytes);
        MemoryPlan.For(Base, load, 1L << 30).Fits.ShouldBeFalse();
    }

    [Fact]
    public void Each_rung_needs_no_more_than_the_one_before()
    {
        MemoryPlan? plan = MemoryPlan.For(Base, new Workload { Tokens = 700, MsaRows = 4096 }, long.MaxValue);
        int rungs = 0;
        for (; plan!.Next is { } next; plan = next, rungs++) next.PeakBytes.ShouldBeLessThanOrEqualTo(plan.PeakBytes);
        rungs.ShouldBeGreaterThan(2);
    }

    [Fact]
    public void The_shares_add_up_to_the_peak()
    {
        var plan = MemoryPlan.For(Base, new Workload { Tokens = 300 }, long.MaxValue);
        plan.PeakBytes.ShouldBeGreaterThan(4 * ParameterCount.Of(Base));
        plan.Shares.Sum(share => share.Bytes).ShouldBe(plan.PeakBytes);
        plan.Shares.ShouldContain(share => share.What == "weights");
    }

    /// <summary>A shallow network of the published widths: depth does not change the peak.</summary>
    [Theory]
    [InlineData(0, 2, ScalarType.Float32)]
    [InlineData(4, 1, ScalarType.Float32)]
    [InlineData(0, 2, ScalarType.BFloat16)]
    [InlineData(4, 1, ScalarType.BFloat16)]
    public void The_planned_tensors_are_those_that_the_allocator_counts(int rung, int cycles, ScalarType dtype)
    {
        var network = Base with
        {
            Pairformer = new() { Blocks = 1 }, Msa = new() { Blocks = 1 }, Confidence = new() { Blocks = 1 },
            Diffusion = new() { AtomEncoder = new(1, 4), Transformer = new(4, 16), AtomDecoder = new(1, 4) },
        };
        const int tokens = 192;
        var load = new Workload { Tokens = tokens, Atoms = 5 * tokens, Cycles = cycles, Steps = 1, Samples = 1, Dtype = dtype };
        var plan = new MemoryPlan { Network = network, Load = load, Rung = rung, AvailableBytes = long.MaxValue };
        using var model = LoadedModel.Untrained(network, 1, dtype: dtype);
        var options = plan.Apply(model.Network, new PredictionOptions { Seed = 1, Steps = 1, Cycles = cycles, Samples = 1 });
        var target = new Target { Name = "t", Entities = [new Entity { Kind = EntityKind.Protein, Sequence = new string('G', tokens), ChainIds = ["A"] }] };
        var features = new Featurizer().Build(target, null, new FeatureOptions());
        using var memory = TensorMemory.Start();
        foreach (var prediction in new Predictor(model).Predict(features.Arrays, features.Layout, options)) prediction.Coordinates.Length.ShouldBeGreaterThan(0);
        double ratio = (double)MemoryModel.Tensors(network, load with { Atoms = features.Layout.Atoms }, plan.Chunks) / memory.PeakBytes;
        ratio.ShouldBeInRange(0.85, 1.15);
    }
}

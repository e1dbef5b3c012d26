using Foldline.Network.Configuration;
using Foldline.Network.Embedding;
using Foldline.Network.Inputs;
using Foldline.Network.Msa;
using Foldline.Network.Pairformer;
using Foldline.Network.Primitives;
using Foldline.Network.Template;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Tests.Trunk;

/// <summary>No garbage collector sees tensors, so a forward pass must leave none but its result.</summary>
public sealed class LeakTests
{
    [Fact]
    public void A_pairformer_stack_leaves_only_its_result()
    {
        using var module = Ready(new PairformerStack(new PairformerDimensions(8, 16, Heads: 2, CTriangle: 8, CPairHead: 4, PairHeads: 2), 2));
        using Tensor s = zeros(5, 16), z = zeros(5, 5, 8);
        module.UseChunks(2);
        Leaves(2, () =>
        {
            var (single, pair) = module.call(s, z, null);
            return [single!, pair];
        });
    }

    [Fact]
    public void An_atom_transformer_leaves_only_its_result()
    {
        using var module = Ready(new AtomTransformer(8, 4, 2, 2));
        using Tensor q = zeros(2, 40, 8), c = zeros(1, 40, 8), p = zeros([1, 2, 32, 128, 4]);
        Leaves(1, () => [module.call(q, c, p)]);
    }

    [Fact]
    public void The_embedders_leave_only_their_results()
    {
        using var golden = new GoldenCase("protenix_full_v05");
        using var inputs = golden.Features();
        long tokens = inputs.TokenCount;
        using var embedder = Ready(new InputFeatureEmbedder(new() { CAtom = 8, CAtomPair = 4, CToken = 8, AtomEncoder = new(1, 2) }));
        using var relative = Ready(new RelativePositionEncoding(8));
        using var template = Ready(new TemplateEmbedder(new() { Blocks = 1, C = 32 }, 8));
        using var msa = Ready(new MsaModule(new() { Blocks = 2, CM = 8 }, 8, 73));
        using Tensor z = zeros(tokens, tokens, 8), sInputs = zeros(tokens, 73), rows = arange(2, dtype: ScalarType.Int64);
        for (int pass = 0; pass < 2; pass++)
        {
            int derived = pass == 0 ? 1 : 0;                                   // the first pass converts features, which the inputs keep
            Leaves(1, () => [embedder.Embed(inputs)], exact: derived == 0);
            Leaves(1, () => [relative.Encode(inputs.RelativePositions)], exact: derived == 0);
            Leaves(1, () => [template.Embed(inputs, z)], exact: derived == 0);
            Leaves(1, () => [msa.Update(inputs, z, sInputs, rows)], exact: derived == 0);
        }
    }

    [Fact]
    public void Inputs_give_back_all_they_took()
    {
        using var golden = new GoldenCase("protenix_full_v05");
        using var embedder = Ready(new InputFeatureEmbedder(new() { CAtom = 8, CAtomPair = 4, CToken = 8, AtomEncoder = new(1, 2) }));
        long before = Live();
        var inputs = golden.Features();
        embedder.Embed(inputs).Dispose();
        inputs.RelativePositions.ShouldNotBeNull();
        inputs.Dispose();
        Live().ShouldBe(before);
    }

    private static T Ready<T>(T module) where T : nn.Module
    {
        using var _ = no_grad();
        foreach (var parameter in module.parameters()) parameter.zero_();
        module.eval();
        return module;
    }

    private static void Leaves(int results, Func<Tensor[]> forward, bool exact = true)
    {
        foreach (bool grad in new[] { false, true })
        {
            using var _ = set_grad_enabled(grad);
            long before = Live();
            var made = forward();
            if (exact) (Live() - before).ShouldBe(results, grad ? "with gradients" : "without gradients");
            foreach (var tensor in made) tensor.Dispose();
            if (exact) Live().ShouldBe(before);
        }
    }

    private static long Live() => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
}

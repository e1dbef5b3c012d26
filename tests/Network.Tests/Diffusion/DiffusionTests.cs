using Foldline.Network.Configuration;
using Foldline.Network.Diffusion;
using Foldline.Network.Inputs;
using Foldline.Network.Tests.Model;
using Foldline.Network.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Tests.Diffusion;

public sealed class DiffusionTests
{
    [Fact]
    public void Noise_levels_fall_from_the_largest_to_zero()
    {
        foreach (int steps in new[] { 1, 5, 200 })
        {
            float[] levels = new NoiseSchedule().Levels(steps);
            levels.Length.ShouldBe(steps + 1);
            levels[0].ShouldBe(2560f, 0.01f);
            levels[^1].ShouldBe(0f);
            levels.Zip(levels.Skip(1)).ShouldAllBe(pair => pair.First > pair.Second);
        }
        Should.Throw<ArgumentOutOfRangeException>(() => new NoiseSchedule().Levels(0));
    }

    [Fact]
    public void Rotations_are_proper_and_have_no_preferred_direction()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1, CPU);
        var rotations = RandomAugmentation.Rotations(randn(4000, 4, generator: generator));
        var product = matmul(rotations, rotations.transpose(-1, -2));
        (product - eye(3)).abs().max().item<float>().ShouldBeLessThan(1e-5f);
        (linalg.det(rotations) - 1).abs().max().item<float>().ShouldBeLessThan(1e-5f);
        rotations.mean([0]).abs().max().item<float>().ShouldBeLessThan(0.05f);
    }

    [Fact]
    public void Augmented_structures_keep_their_distances_and_masked_atoms_go_to_the_origin()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(2, CPU);
        Tensor x = randn(9, 3, generator: generator), mask = tensor(new float[] { 1, 1, 0, 1, 1, 1, 1, 0, 1 });
        var rotations = RandomAugmentation.Rotations(randn(2, 4, generator: generator));
        var moved = RandomAugmentation.Apply(x, rotations, randn(2, 3, generator: generator), mask);
        moved.shape.ShouldBe([2, 9, 3]);
        moved[1, 2].abs().max().item<float>().ShouldBe(0);
        var kept = tensor(new long[] { 0, 1, 3, 4, 5, 6, 8 });
        var before = x.index_select(0, kept);
        var after = moved[1].index_select(0, kept);
        (cdist(after, after) - cdist(before, before)).abs().max().item<float>().ShouldBeLessThan(1e-5f);
    }

    [Fact]
    public void A_perfect_denoiser_is_followed_to_its_answer()
    {
        using var scope = NewDisposeScope();
        var target = tensor(new float[] { 1, 2, 3, -4, 0, 5 }).view(1, 2, 3);
        using var randomness = new SeededSamplerRandomness(7, 0, 1);
        var seen = new List<float>();
        var sampling = new SamplingConfiguration { Steps = 20, Gamma0 = 0, StepScale = 1 };
        var result = new DiffusionSampler(sampling).Sample((noisy, level) => target.clone(), 2, randomness, CPU, step => seen.Add(step.Level[0].item<float>()));
        (result - target).abs().max().item<float>().ShouldBeLessThan(1e-4f);
        seen.ShouldBe(new NoiseSchedule().Levels(20)[..20], 1e-3);
    }

    [Fact]
    public void Noise_is_added_again_only_above_the_threshold()
    {
        using var scope = NewDisposeScope();
        using var randomness = new SeededSamplerRandomness(7, 0, 1);
        var sampling = new SamplingConfiguration { Steps = 10 };
        float[] levels = new NoiseSchedule().Levels(10);
        var seen = new List<float>();
        new DiffusionSampler(sampling).Sample((noisy, _) => zeros_like(noisy), 2, randomness, CPU, step => seen.Add(step.Level[0].item<float>()));
        for (int step = 0; step < 10; step++) seen[step].ShouldBe(levels[step] * (levels[step + 1] > 1 ? 1.8f : 1f), levels[step] * 1e-5f);
    }

    [Fact]
    public void A_sample_draws_the_same_alone_as_beside_others()
    {
        using var scope = NewDisposeScope();
        using var three = new SeededSamplerRandomness(5, 0, 3);
        using var last = new SeededSamplerRandomness(5, 2, 1);
        three.Start(4)[2].eq(last.Start(4)[0]).all().item<bool>().ShouldBeTrue();
        three.Rotations(0)[2].eq(last.Rotations(0)[0]).all().item<bool>().ShouldBeTrue();
        three.Translations(0)[2].eq(last.Translations(0)[0]).all().item<bool>().ShouldBeTrue();
        var noise = three.Noise(0, 4);
        noise[2].eq(last.Noise(0, 4)[0]).all().item<bool>().ShouldBeTrue();
        noise[1].eq(noise[2]).any().item<bool>().ShouldBeFalse();
    }

    [Fact]
    public void Biases_kept_for_all_steps_give_what_biases_computed_anew_give()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var configuration = NetworkRegistry.Get(NetworkRegistry.Demo);
        using var module = new DiffusionModule(configuration.Diffusion, configuration.CS, configuration.CZ, configuration.CSInputs);
        UntrainedWeights.Initialise(module, 1);
        using var generator = new Generator(3, CPU);
        foreach (var (_, parameter) in module.named_parameters()) parameter.add_(randn(parameter.shape, generator: generator) * 0.05);
        var target = new SyntheticTarget(tokens: 6, rows: 2);
        using var inputs = ModelInputs.From(target.Features);
        Tensor Draw(params long[] shape) => randn(shape, generator: generator);
        Tensor sInputs = Draw(6, configuration.CSInputs), s = Draw(6, configuration.CS), z = Draw(6, 6, configuration.CZ), noisy = Draw(2, 48, 3) * 10;
        var level = tensor(new[] { 3f, 30f });
        using var kept = module.Prepare(inputs, sInputs, s, z);
        module.BiasMemory = 0;
        using var anew = module.Prepare(inputs, sInputs, s, z);
        kept.TokenBiases.ShouldNotBeNull();
        anew.TokenBiases.ShouldBeNull();
        var difference = module.Denoise(kept, noisy, level) - module.Denoise(anew, noisy, level);
        difference.abs().max().item<float>().ShouldBeLessThan(1e-4f);
    }
}

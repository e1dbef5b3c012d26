using Foldline.Network.Verification;
using Foldline.Training.Verification;

namespace Foldline.Training.Steps;

public sealed class TrainingReferenceTests
{
    [Fact]
    public void The_carried_case_of_noise_levels_is_the_originals()
        => TrainingVerifier.Verify(Path.Combine(Repository.Golden, "training", "training_noise_sampler.safetensors")).Status.ShouldBe(CaseStatus.Ok);

    [Theory, InlineData("training_noise_sampler"), InlineData("sample_diffusion_training"), InlineData("protenix_train_step")]
    public void Training_gives_the_originals_values_and_the_gradient_of_every_parameter(string name)
    {
        var result = TrainingVerifier.Verify(Repository.RequireReference($"modules/{name}.safetensors"));
        result.Outputs.Where(output => !output.IsOk).ShouldBeEmpty();
        result.Status.ShouldBe(CaseStatus.Ok, result.Reason);
    }
}

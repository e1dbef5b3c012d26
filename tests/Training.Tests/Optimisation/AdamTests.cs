using static TorchSharp.torch;

namespace Foldline.Training.Optimisation;

public sealed class AdamTests
{
    [Fact]
    public void Steps_are_those_of_torch()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(1);
        var start = randn(5, 3);
        var target = randn(5, 3);
        var (theirs, ours) = (nn.Parameter(start.clone()), nn.Parameter(start.clone()));
        using var reference = optim.Adam([theirs], lr: 0.02, beta1: 0.9, beta2: 0.95, eps: 1e-8, weight_decay: 0.1);
        using var adam = new Adam(new Dictionary<string, Tensor> { ["p"] = ours }, new AdamOptions(WeightDecay: 0.1));
        for (var step = 0; step < 20; step++)
        {
            reference.zero_grad();
            (theirs - target).pow(4).sum().backward();
            reference.step();
            adam.ClearGradients();
            (ours - target).pow(4).sum().backward();
            adam.Step(_ => 0.02);
        }
        (theirs - ours).abs().max().item<float>().ShouldBeLessThan(2e-6f);
    }

    [Fact]
    public void A_restored_optimiser_continues_to_the_bit()
    {
        using var scope = NewDisposeScope();
        var straight = Run(steps: 8, interruptAt: null);
        Run(steps: 8, interruptAt: 5).ShouldBe(straight);
    }

    [Fact]
    public void Gradients_are_scaled_to_the_limit_together()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (zeros(1, requires_grad: true), zeros(1, requires_grad: true));
        (30 * a + 40 * b).sum().backward();
        GradientNorm.Clip([a, b], 10).ShouldBe(50, 1e-4);
        a.grad!.item<float>().ShouldBe(6, 1e-4f);
        b.grad!.item<float>().ShouldBe(8, 1e-4f);
        GradientNorm.Clip([a, b], 10.1).ShouldBe(10, 1e-4);
        b.grad!.item<float>().ShouldBe(8, 1e-4f);
    }

    [Fact]
    public void The_average_follows_the_parameters_and_can_be_borrowed()
    {
        using var scope = NewDisposeScope();
        var p = zeros(2, requires_grad: true);
        using var average = new ParameterAverage(new Dictionary<string, Tensor> { ["p"] = p }, 0.75);
        using (no_grad()) p.fill_(4);
        average.Update();
        using (average.Borrow()) p.detach().data<float>().ToArray().ShouldBe([1f, 1f]);
        p.detach().data<float>().ToArray().ShouldBe([4f, 4f]);
        average.Shadow["p"].data<float>().ToArray().ShouldBe([1f, 1f]);
    }

    private static byte[] Run(int steps, int? interruptAt)
    {
        var p = arange(6, dtype: ScalarType.Float32).requires_grad_();
        var adam = new Adam(new Dictionary<string, Tensor> { ["p"] = p }, new AdamOptions());
        for (var step = 0; step < steps; step++)
        {
            if (step == interruptAt)
            {
                var saved = adam.State().ToDictionary(item => item.Name, item => item.Value.clone());
                p = p.detach().clone().requires_grad_();
                adam = new Adam(new Dictionary<string, Tensor> { ["p"] = p }, new AdamOptions());
                adam.Restore(step, name => saved[name]);
            }
            adam.ClearGradients();
            (p * p.sin()).sum().backward();
            adam.Step(_ => 0.01);
        }
        return p.detach().bytes.ToArray();
    }
}

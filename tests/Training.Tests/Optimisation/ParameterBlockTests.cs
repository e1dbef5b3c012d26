using static TorchSharp.torch;

namespace Foldline.Training.Optimisation;

public sealed class ParameterBlockTests
{
    private static readonly long[][] Shapes = [[3, 4], [5], [2, 2, 3], [7]];

    [Theory, InlineData(false), InlineData(true)]
    public void Parameters_updated_together_become_what_they_become_one_by_one(bool oneWithoutGradient)
    {
        using var scope = NewDisposeScope();
        var (alone, together) = (Parameters(), Parameters());
        using var block = new ParameterBlock(together);
        using var first = new Adam(alone, new AdamOptions());
        using var second = new Adam(together, new AdamOptions(), block);
        using var firstAverage = new ParameterAverage(alone, 0.9);
        using var secondAverage = new ParameterAverage(together, 0.9, block);
        for (var step = 0; step < 3; step++)
        {
            foreach (var (parameters, adam, average) in new[] { (alone, first, firstAverage), (together, second, secondAverage) })
            {
                adam.ClearGradients();
                Loss(parameters, step, oneWithoutGradient).backward();
                adam.ClipGradients(1e6).ShouldBeGreaterThan(0);
                adam.Step(_ => 1e-2);
                average.Update();
            }
        }
        foreach (var name in alone.Keys)
        {
            together[name].eq(alone[name]).all().item<bool>().ShouldBeTrue(name);
            secondAverage.Shadow[name].eq(firstAverage.Shadow[name]).all().item<bool>().ShouldBeTrue(name);
        }
        foreach (var ((name, a), (_, b)) in first.State().Zip(second.State())) b.eq(a).all().item<bool>().ShouldBeTrue(name);
    }

    [Fact]
    public void Gradients_that_are_too_long_are_cut_to_the_limit_together()
    {
        using var scope = NewDisposeScope();
        var (alone, together) = (Parameters(), Parameters());
        using var block = new ParameterBlock(together);
        using var first = new Adam(alone, new AdamOptions());
        using var second = new Adam(together, new AdamOptions(), block);
        Loss(alone, 0, oneWithoutGradient: false).backward();
        Loss(together, 0, oneWithoutGradient: false).backward();
        second.ClipGradients(0.5).ShouldBe(first.ClipGradients(0.5), 1e-5);
        first.Step(_ => 1e-2);
        second.Step(_ => 1e-2);
        foreach (var name in alone.Keys) (together[name] - alone[name]).abs().max().item<float>().ShouldBeLessThan(1e-6f, name);
    }

    private static Dictionary<string, Tensor> Parameters()
    {
        random.manual_seed(3);
        return Shapes.Select((shape, number) => (Name: $"p{number}", Value: randn(shape).requires_grad_())).ToDictionary(pair => pair.Name, pair => pair.Value);
    }

    private static Tensor Loss(Dictionary<string, Tensor> parameters, int step, bool oneWithoutGradient) =>
        parameters.Where(pair => !oneWithoutGradient || pair.Key != "p1").Select((pair, number) => (pair.Value * (step + number + 1)).sin().sum()).Aggregate((a, b) => a + b);
}

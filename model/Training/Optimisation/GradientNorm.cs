using static TorchSharp.torch;

namespace Foldline.Training.Optimisation;

/// <summary>The norm of all gradients together, and its limit.</summary>
public static class GradientNorm
{
    /// <summary>The square root of the sum of squares over all gradients.</summary>
    public static double Of(IEnumerable<Tensor> parameters)
    {
        using var scope = NewDisposeScope();
        var norms = parameters.Select(parameter => parameter.grad).OfType<Tensor>().Select(gradient => gradient.norm()).ToArray();
        return norms.Length == 0 ? 0 : stack(norms).norm().item<float>();
    }

    /// <summary>What gradients of that norm are multiplied by to keep the limit, where it is below 1.</summary>
    internal static double Factor(double norm, double limit) => limit / (norm + 1e-6);

    /// <summary>Scales all gradients by one factor where their norm exceeds the limit, as <c>clip_grad_norm_</c> does.</summary>
    /// <returns>The norm before clipping.</returns>
    public static double Clip(IReadOnlyCollection<Tensor> parameters, double limit)
    {
        var norm = Of(parameters);
        var factor = Factor(norm, limit);
        if (factor < 1)
            foreach (var parameter in parameters)
            {
                using var gradient = parameter.grad;
                gradient?.mul_((float)factor);
            }
        return norm;
    }
}

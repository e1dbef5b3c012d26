namespace Foldline.Training.Optimisation;

/// <summary>Settings of Adam; the defaults are the original's.</summary>
/// <param name="Beta1">Decay of the mean of gradients.</param>
/// <param name="Beta2">Decay of the mean of squared gradients.</param>
/// <param name="Epsilon">Added to the root of the latter.</param>
/// <param name="WeightDecay">L2 penalty added to the gradient (not decoupled as in AdamW).</param>
public sealed record AdamOptions(double Beta1 = 0.9, double Beta2 = 0.95, double Epsilon = 1e-8, double WeightDecay = 1e-8);

namespace Foldline.Training.Losses;

/// <summary>How much each term adds to the total (AF3 supplement, equation 15, with the original's settings).</summary>
/// <param name="Confidence">All confidence terms.</param>
/// <param name="Pae">PAE, on top of <paramref name="Confidence"/>: 0 before fine-tuning, then 1.</param>
/// <param name="ExceptPae">pLDDT, PDE and resolved, on top of <paramref name="Confidence"/>.</param>
/// <param name="Diffusion">All diffusion terms.</param>
/// <param name="Distogram">The distogram.</param>
/// <param name="Bond">Bonds, on top of <paramref name="Diffusion"/>: 0 before fine-tuning, then 1.</param>
/// <param name="SmoothLddt">Smooth lDDT, on top of <paramref name="Diffusion"/>.</param>
public sealed record LossWeights(
    double Confidence = 1e-4, double Pae = 0, double ExceptPae = 1, double Diffusion = 4, double Distogram = 0.03, double Bond = 0, double SmoothLddt = 1)
{
    /// <summary>The factor of one term.</summary>
    public double Of(LossTerm term) => term switch
    {
        LossTerm.Plddt or LossTerm.Pde or LossTerm.Resolved => Confidence * ExceptPae,
        LossTerm.Pae => Confidence * Pae,
        LossTerm.Mse => Diffusion,
        LossTerm.Bond => Diffusion * Bond,
        LossTerm.SmoothLddt => Diffusion * SmoothLddt,
        LossTerm.Distogram => Distogram,
        _ => throw new ArgumentOutOfRangeException(nameof(term), term, "There is no such loss term."),
    };
}

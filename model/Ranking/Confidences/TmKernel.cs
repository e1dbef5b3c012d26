namespace Foldline.Ranking.Confidences;

/// <summary>The TM-score's weight of a distance error, 1 / (1 + (e/d0)²), with a scale d0 that grows with the number of residues (Zhang and Skolnick
/// 2004).</summary>
public static class TmKernel
{
    /// <summary>d0 in Å: 1.24 (max(N, 19) − 15)^⅓ − 1.8 (AF3 supplement, 5.9.1).</summary>
    public static double Scale(long residues) => 1.24 * Math.Cbrt(Math.Max(residues, 19) - 15) - 1.8;

    /// <summary>The weight of an error under a scale, both in Å.</summary>
    public static double Weight(double error, double scale) => 1 / (1 + error / scale * (error / scale));

    /// <summary>The weight of each bin's centre.</summary>
    public static float[] Weights(ReadOnlySpan<float> centres, double scale)
    {
        var weights = new float[centres.Length];
        for (int bin = 0; bin < weights.Length; bin++) weights[bin] = (float)Weight(centres[bin], scale);
        return weights;
    }
}

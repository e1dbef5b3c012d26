namespace Foldline.Ranking.Confidences;

/// <summary>Equal bins between two bounds, as the heads that answer with a histogram use them.</summary>
/// <param name="Minimum">The lower bound of the first bin.</param>
/// <param name="Maximum">The upper bound of the last bin.</param>
/// <param name="Count">The number of bins.</param>
public sealed record BinGrid(float Minimum, float Maximum, int Count)
{
    /// <summary>pLDDT: 50 bins over 0–1 (AF3 supplement, 4.3.1).</summary>
    public static BinGrid Plddt { get; } = new(0, 1, 50);

    /// <summary>Aligned and distance errors: 64 bins over 0–32 Å (AF3 supplement, 4.3.2 and 4.3.3).</summary>
    public static BinGrid Error { get; } = new(0, 32, 64);

    /// <summary>Distogram: 64 bins over 2.3125–21.6875 Å (AF3 supplement, 4.4).</summary>
    public static BinGrid Distogram { get; } = new(2.3125f, 21.6875f, 64);

    /// <summary>The middle of each bin.</summary>
    public float[] Centres()
    {
        double width = (Maximum - (double)Minimum) / Count;
        var centres = new float[Count];
        for (int bin = 0; bin < Count; bin++) centres[bin] = (float)(Minimum + (bin + 0.5) * width);
        return centres;
    }
}

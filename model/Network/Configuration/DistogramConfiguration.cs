namespace Foldline.Network.Configuration;

/// <summary>The distogram head.</summary>
public sealed record DistogramConfiguration
{
    /// <summary>Number of distance bins.</summary>
    public int Bins { get; init; } = 64;

    /// <summary>Lower edge of the range, Å.</summary>
    public double MinDistance { get; init; } = 2.3125;

    /// <summary>Upper edge of the range, Å.</summary>
    public double MaxDistance { get; init; } = 21.6875;
}

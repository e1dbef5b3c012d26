using Foldline.Workflows;

namespace Foldline.Server.Campaigns;

/// <summary>More seeds for targets whose score is undecided.</summary>
/// <param name="Low">Lower end of the band of the ranking score.</param>
/// <param name="High">Upper end of it.</param>
/// <param name="SeedsPerRound">Seeds added in each round; default 4.</param>
/// <param name="MostSeeds">Seeds in all; default 20.</param>
public sealed record AdaptiveRequest(double Low, double High, int? SeedsPerRound, int? MostSeeds)
{
    internal AdaptiveSampling ToSampling()
    {
        if (!(Low < High)) throw new CampaignRefusedException("adaptive.low must be less than adaptive.high.");
        if (SeedsPerRound is < 1 or > 100 || MostSeeds is < 1 or > 1000) throw new CampaignRefusedException("adaptive takes 1 to 100 seeds a round and 1 to 1000 in all.");
        var sampling = new AdaptiveSampling(Low, High);
        return sampling with { SeedsPerRound = SeedsPerRound ?? sampling.SeedsPerRound, MostSeeds = MostSeeds ?? sampling.MostSeeds };
    }
}

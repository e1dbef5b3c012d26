using Foldline.Network.Configuration;
using Foldline.Network.Diffusion;
using Foldline.Network.Verification.Cases;

namespace Foldline.Network.Verification;

/// <summary>Networks as the configurations of reference cases describe them, for replays outside this project.</summary>
public static class CaseNetworks
{
    /// <summary>The whole network.</summary>
    public static NetworkConfiguration Whole(CaseConfiguration config) => NetworkCases.Configuration(config);

    /// <summary>The diffusion module alone.</summary>
    public static DiffusionModule Diffusion(CaseConfiguration config) => DiffusionCases.Module(config);
}

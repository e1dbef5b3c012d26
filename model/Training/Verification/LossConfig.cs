using System.Text.Json;
using Foldline.Training.Losses;

namespace Foldline.Training.Verification;

/// <summary>Loss settings in the words of the original's configuration.</summary>
internal static class LossConfig
{
    public static DistogramLoss Distogram(JsonElement c) => new(Number(c, "min_bin"), Number(c, "max_bin"), Count(c), Number(c, "eps"));

    public static PdeLoss Pde(JsonElement c) => new(Number(c, "min_bin"), Number(c, "max_bin"), Count(c), Number(c, "eps"));

    public static PaeLoss Pae(JsonElement c) => new(Number(c, "min_bin"), Number(c, "max_bin"), Count(c), Number(c, "eps"));

    public static PlddtLoss Plddt(JsonElement c)
        => new(Number(c, "min_bin"), Number(c, "max_bin"), Count(c), c.GetProperty("normalize").GetBoolean(), Number(c, "eps"));

    public static AlignedMseLoss Mse(JsonElement c)
        => new(Number(c, "weight_mse"), Number(c, "weight_dna"), Number(c, "weight_rna"), Number(c, "weight_ligand"), Number(c, "eps"));

    public static LossOptions Total(JsonElement c)
    {
        var loss = c.GetProperty("loss");
        var (weight, diffusion) = (loss.GetProperty("weight"), loss.GetProperty("diffusion"));
        return new LossOptions
        {
            Weights = new LossWeights(
                Number(weight, "alpha_confidence"), Number(weight, "alpha_pae"), Number(weight, "alpha_except_pae"), Number(weight, "alpha_diffusion"),
                Number(weight, "alpha_distogram"), Number(weight, "alpha_bond"), Number(weight, "smooth_lddt")),
            DenseLddt = loss.GetProperty("diffusion_lddt_loss_dense").GetBoolean(),
            SparseBonds = loss.GetProperty("diffusion_sparse_loss_enable").GetBoolean(),
            LddtChunk = loss.GetProperty("diffusion_lddt_chunk_size").GetInt32(),
            EvaluationChunk = loss.GetProperty("diffusion_chunk_size_outer").GetInt32(),
            MinimumResolution = Number(loss.GetProperty("resolution"), "min"),
            MaximumResolution = Number(loss.GetProperty("resolution"), "max"),
            SigmaData = Number(c, "sigma_data"),
            SmoothLddt = new SmoothLddtLoss(Number(diffusion.GetProperty("smooth_lddt"), "eps")),
            Bond = new BondLoss(Number(diffusion.GetProperty("bond"), "eps")),
            Mse = Mse(diffusion.GetProperty("mse")),
            Distogram = Distogram(loss.GetProperty("distogram")),
            Plddt = Plddt(loss.GetProperty("plddt")),
            Pde = Pde(loss.GetProperty("pde")),
            Pae = Pae(loss.GetProperty("pae")),
            Resolved = new ResolvedLoss(Number(loss.GetProperty("resolved"), "eps")),
        };
    }

    /// <summary>The name of a term in the original's metrics.</summary>
    public static string OfficialName(LossTerm term) => term switch
    {
        LossTerm.SmoothLddt => "smooth_lddt_loss",
        LossTerm.Bond => "bond_loss",
        LossTerm.Mse => "mse_loss",
        LossTerm.Distogram => "distogram_loss",
        LossTerm.Plddt => "plddt_loss",
        LossTerm.Pde => "pde_loss",
        LossTerm.Resolved => "resolved_loss",
        _ => "pae_loss",
    };

    private static double Number(JsonElement element, string name) => element.GetProperty(name).GetDouble();

    private static int Count(JsonElement element) => element.GetProperty("no_bins").GetInt32();
}

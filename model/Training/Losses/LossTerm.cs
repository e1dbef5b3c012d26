namespace Foldline.Training.Losses;

/// <summary>The terms of the total loss, in the order in which they are added.</summary>
public enum LossTerm
{
    /// <summary>Smooth lDDT of the denoised samples.</summary>
    SmoothLddt,

    /// <summary>Lengths of polymer–ligand bonds in the denoised samples.</summary>
    Bond,

    /// <summary>Aligned squared error of the denoised samples.</summary>
    Mse,

    /// <summary>Distogram of the trunk.</summary>
    Distogram,

    /// <summary>Predicted lDDT.</summary>
    Plddt,

    /// <summary>Predicted distance error.</summary>
    Pde,

    /// <summary>Predicted "is it resolved?".</summary>
    Resolved,

    /// <summary>Predicted aligned error.</summary>
    Pae,
}

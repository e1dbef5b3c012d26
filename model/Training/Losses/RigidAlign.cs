using static TorchSharp.torch;

namespace Foldline.Training.Losses;

/// <summary>The rotation and translation that bring one set of atoms closest to another by weighted squares (Kabsch 1976; AF3, Algorithm 28).</summary>
public static class RigidAlign
{
    /// <summary>The moving atoms, placed onto the target; mirror images are never used and no gradient flows.</summary>
    /// <param name="moving">[...,l,3] Å.</param>
    /// <param name="target">[...,l,3] Å.</param>
    /// <param name="weight">[l] or [...,l]; its sum must not be 0.</param>
    public static Tensor Align(Tensor moving, Tensor target, Tensor weight)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var (rotation, movingCentre, targetCentre) = Solve(moving, target, weight);
        return (matmul(moving - movingCentre, rotation.transpose(-2, -1)) + targetCentre).MoveToOuterDisposeScope();
    }

    /// <summary>The transform itself: x ↦ R (x − centre) + target centre.</summary>
    /// <param name="moving">[...,l,3] Å.</param>
    /// <param name="target">[...,l,3] Å.</param>
    /// <param name="weight">[l] or [...,l].</param>
    /// <returns>R [...,3,3] and the two weighted centres [...,1,3].</returns>
    public static (Tensor Rotation, Tensor MovingCentre, Tensor TargetCentre) Solve(Tensor moving, Tensor target, Tensor weight)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var w = weight.unsqueeze(-1);
        var total = weight.sum(-1, keepdim: true).unsqueeze(-1);
        var movingCentre = (moving * w).sum(-2, keepdim: true) / total;
        var targetCentre = (target * w).sum(-2, keepdim: true) / total;
        var covariance = matmul(((moving - movingCentre) * w).transpose(-2, -1), target - targetCentre); // sum w x y^T
        // The decomposition throws at what is not finite; a network that diverged is to be told by its loss, so such atoms get a rotation of NaN.
        var finite = covariance.isfinite().all(-1, keepdim: true).all(-2, keepdim: true);
        var (u, _, vh) = linalg.svd(where(finite, covariance, zeros_like(covariance)));
        var (ut, v) = (u.transpose(-2, -1), vh.transpose(-2, -1));
        var sign = linalg.det(matmul(v, ut));                     // -1 where the best fit would be a mirror image
        var rotation = matmul(v, matmul(diag_embed(stack([ones_like(sign), ones_like(sign), sign], -1)), ut));
        rotation = where(finite, rotation, full_like(rotation, double.NaN));
        return (rotation.MoveToOuterDisposeScope(), movingCentre.MoveToOuterDisposeScope(), targetCentre.MoveToOuterDisposeScope());
    }
}

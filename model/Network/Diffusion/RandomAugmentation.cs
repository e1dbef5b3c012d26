using static TorchSharp.torch;

namespace Foldline.Network.Diffusion;

/// <summary>AF3 supplement, Algorithm 19: move coordinates to their centre, then rotate and shift them.</summary>
public static class RandomAugmentation
{
    // Keeps the centre finite where no atom counts.
    private const double Epsilon = 1e-12;

    /// <summary>
    /// Gives <c>n</c> rotated and shifted copies of each structure. With a mask, the centre is that of the atoms it keeps, and all others end at the origin.
    /// </summary>
    public static Tensor Apply(Tensor x, Tensor rotations, Tensor translations, Tensor? mask = null)   // [..,l,3], [..,n,3,3], [..,n,3], [l] -> [..,n,l,3]
    {
        using var scope = NewDisposeScope();
        var centred = (x - Centre(x, mask)).unsqueeze(-3);
        var moved = matmul(centred, rotations.transpose(-1, -2)) + translations.unsqueeze(-2);
        if (mask is not null) moved = moved * mask.unsqueeze(-1);
        return moved.MoveToOuterDisposeScope();
    }

    /// <summary>Rotation matrices from normal draws: a quaternion with normal components has a uniform direction, hence the rotation is uniform too.</summary>
    public static Tensor Rotations(Tensor quaternions)                         // [..,4] -> [..,3,3]
    {
        using var scope = NewDisposeScope();
        var unit = quaternions / quaternions.norm(dim: -1, keepdim: true);
        var parts = unit.unbind(-1);
        var (w, x, y, z) = (parts[0], parts[1], parts[2], parts[3]);
        Tensor[] rows =
        [
            stack([1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)], -1),
            stack([2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)], -1),
            stack([2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)], -1),
        ];
        return stack(rows, -2).MoveToOuterDisposeScope();
    }

    private static Tensor Centre(Tensor x, Tensor? mask) => mask is null
        ? x.mean([-2], keepdim: true)
        : (x * mask.unsqueeze(-1)).sum(-2, keepdim: true) / (mask.sum() + Epsilon);
}

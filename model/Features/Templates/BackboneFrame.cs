using System.Numerics;

namespace Foldline.Features.Templates;

/// <summary>
/// The local frame of a residue (AlphaFold 2 supplement, Algorithm 21): origin CA, first axis along CA→C, second in the plane of N.
/// </summary>
/// <param name="Origin">CA, Å.</param>
/// <param name="X">The first axis.</param>
/// <param name="Y">The second axis.</param>
/// <param name="Z">The third axis.</param>
/// <param name="Present">Whether C, CA and N are all present.</param>
public readonly record struct BackboneFrame(Vector3 Origin, Vector3 X, Vector3 Y, Vector3 Z, bool Present)
{
    /// <summary>What the original adds to every length before it divides by it, Å.</summary>
    public const float Epsilon = 1e-6f;

    /// <summary>The frame of a residue.</summary>
    /// <param name="slots">The templates.</param>
    /// <param name="slot">The slot.</param>
    /// <param name="token">The residue's token.</param>
    /// <param name="epsilon">Added to lengths, Å.</param>
    public static BackboneFrame Of(TemplateSlots slots, int slot, int token, float epsilon = Epsilon)
    {
        var atoms = DenseAtoms.Frame[slots.Residue(slot, token)];
        var (c, hasC) = slots.Atom(slot, token, atoms.C);
        var (ca, hasCa) = slots.Atom(slot, token, atoms.Ca);
        var (n, hasN) = slots.Atom(slot, token, atoms.N);
        var x = Unit(c - ca, epsilon);
        var y = Unit(n - ca - (Vector3.Dot(n - ca, x) * x), epsilon);
        return new BackboneFrame(ca, x, y, Vector3.Cross(x, y), hasC && hasCa && hasN);
    }

    /// <summary>The direction to another residue's CA as seen from here; zero for the residue itself.</summary>
    /// <param name="other">The other residue's frame.</param>
    /// <param name="epsilon">Added to lengths, Å.</param>
    public Vector3 DirectionTo(in BackboneFrame other, float epsilon = Epsilon)
    {
        var offset = other.Origin - Origin;
        return Unit(new Vector3(Vector3.Dot(X, offset), Vector3.Dot(Y, offset), Vector3.Dot(Z, offset)), epsilon);
    }

    private static Vector3 Unit(Vector3 vector, float epsilon) => vector / (vector.Length() + epsilon);
}

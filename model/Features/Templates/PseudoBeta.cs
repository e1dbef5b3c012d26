using System.Numerics;

namespace Foldline.Features.Templates;

/// <summary>The atom of each residue that stands for it in distances (<see cref="DenseAtoms.PseudoBeta"/>), in one slot.</summary>
/// <param name="Positions">Å, [i]; the origin where the atom is absent.</param>
/// <param name="Present">Whether the atom is present, [i].</param>
public sealed record PseudoBeta(Vector3[] Positions, bool[] Present)
{
    /// <summary>The pseudo-beta atoms of a slot.</summary>
    public static PseudoBeta Of(TemplateSlots slots, int slot)
    {
        var (positions, present) = (new Vector3[slots.Tokens], new bool[slots.Tokens]);
        for (int token = 0; token < slots.Tokens; token++)
            (positions[token], present[token]) = slots.Atom(slot, token, DenseAtoms.PseudoBeta[slots.Residue(slot, token)]);
        return new PseudoBeta(positions, present);
    }

    /// <summary>The class of the distance between two of them; none where one is absent.</summary>
    public int Bin(int i, int j, DistanceBins bins)
    {
        if (!Present[i] || !Present[j]) return DistanceBins.None;
        // Written out: the order of the additions decides on which side of an edge a distance falls.
        var d = Positions[i] - Positions[j];
        return bins.Of(d.X * d.X + d.Y * d.Y + d.Z * d.Z);
    }
}

using System.Numerics;

namespace Foldline.Structures.Components;

/// <summary>Ions of one atom that structures often hold, as the wwPDB's dictionary names and charges them.</summary>
internal static class CommonIons
{
    private static readonly (string Code, string Element, int Charge, string Name)[] Table =
    [
        ("BR", "BR", -1, "BROMIDE ION"), ("CA", "CA", 2, "CALCIUM ION"), ("CD", "CD", 2, "CADMIUM ION"), ("CL", "CL", -1, "CHLORIDE ION"), ("CO", "CO", 2, "COBALT (II) ION"),
        ("CS", "CS", 1, "CESIUM ION"), ("CU", "CU", 2, "COPPER (II) ION"), ("CU1", "CU", 1, "COPPER (I) ION"), ("FE", "FE", 3, "FE (III) ION"), ("FE2", "FE", 2, "FE (II) ION"),
        ("HG", "HG", 2, "MERCURY (II) ION"), ("IOD", "I", -1, "IODIDE ION"), ("K", "K", 1, "POTASSIUM ION"), ("LI", "LI", 1, "LITHIUM ION"), ("MG", "MG", 2, "MAGNESIUM ION"),
        ("MN", "MN", 2, "MANGANESE (II) ION"), ("NI", "NI", 2, "NICKEL (II) ION"), ("RB", "RB", 1, "RUBIDIUM ION"), ("SR", "SR", 2, "STRONTIUM ION"), ("ZN", "ZN", 2, "ZINC ION"),
    ];

    /// <summary>The ions as components: one atom, at the origin.</summary>
    public static IEnumerable<ChemicalComponent> All => Table.Select(ion => new ChemicalComponent
    {
        Code = ion.Code,
        Name = ion.Name,
        Type = "NON-POLYMER",
        Atoms = [new ComponentAtom(ion.Element, ion.Element, ion.Charge, Leaving: false, Vector3.Zero, Vector3.Zero)],
    });
}

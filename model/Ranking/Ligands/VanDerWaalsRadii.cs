namespace Foldline.Ranking.Ligands;

/// <summary>Van der Waals radii in Å by atomic number, the values of RDKit's periodic table that Protenix measures clashes with.</summary>
public static class VanDerWaalsRadii
{
    // Z = 1 … 118.
    private static readonly float[] Table =
    [
        1.2f, 1.4f, 2.2f, 1.9f, 1.8f, 1.7f, 1.6f, 1.55f, 1.5f, 1.54f, 2.4f, 2.2f, 2.1f, 2.1f, 1.95f, 1.8f, 1.8f,
        1.88f, 2.8f, 2.4f, 2.3f, 2.15f, 2.05f, 2.05f, 2.05f, 2.05f, 2, 2, 2, 2.1f, 2.1f, 2.1f, 2.05f, 1.9f,
        1.9f, 2.02f, 2.9f, 2.55f, 2.4f, 2.3f, 2.15f, 2.1f, 2.05f, 2.05f, 2, 2.05f, 2.1f, 2.2f, 2.2f, 2.25f, 2.2f,
        2.1f, 2.1f, 2.16f, 3, 2.7f, 2.5f, 2.48f, 2.47f, 2.45f, 2.43f, 2.42f, 2.4f, 2.38f, 2.37f, 2.35f, 2.33f, 2.32f,
        2.3f, 2.28f, 2.27f, 2.25f, 2.2f, 2.1f, 2.05f, 2, 2, 2.05f, 2.1f, 2.05f, 2.2f, 2.3f, 2.3f, 2, 2,
        2, 2, 2, 2, 2.4f, 2, 2.3f, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,
        2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,
    ];

    /// <summary>The number of elements.</summary>
    public static int Elements => Table.Length;

    /// <summary>The radius of an element, Å.</summary>
    /// <param name="atomicNumber">1 for hydrogen, up to 118.</param>
    public static float Of(int atomicNumber) => Table[atomicNumber - 1];
}

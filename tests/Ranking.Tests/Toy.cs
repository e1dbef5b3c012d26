using System.Collections.Immutable;
using Foldline.Sequences;
using Foldline.Structures.Predictions;

namespace Foldline.Ranking.Tests;

/// <summary>Predictions small enough to compute by hand: glycine and alanine chains with atoms CA and CB, errors given directly.</summary>
internal static class Toy
{
    /// <summary>A layout of protein chains; each residue has CA, and CB where the letter is A.</summary>
    public static AtomLayout Layout(params string[] sequences) => Layout(sequences, EntityKind.Protein);

    public static AtomLayout Layout(string[] sequences, EntityKind kind)
    {
        var atoms = new List<(string Name, string Residue, int Number, int Token)>();
        var chainOfToken = new List<int>();
        var centre = new List<int>();
        for (int chain = 0; chain < sequences.Length; chain++)
            for (int residue = 0; residue < sequences[chain].Length; residue++)
            {
                centre.Add(atoms.Count);
                atoms.Add(("CA", sequences[chain][residue] == 'A' ? "ALA" : "GLY", residue + 1, chainOfToken.Count));
                if (sequences[chain][residue] == 'A') atoms.Add(("CB", "ALA", residue + 1, chainOfToken.Count));
                chainOfToken.Add(chain);
            }
        return new AtomLayout
        {
            Chains = [.. sequences.Select((sequence, chain) => new ChainInfo(((char)('A' + chain)).ToString(), chain + 1, kind, sequence))],
            AtomName = [.. atoms.Select(atom => atom.Name)],
            Element = [.. atoms.Select(_ => "C")],
            ResidueName = [.. atoms.Select(atom => atom.Residue)],
            ResidueNumber = [.. atoms.Select(atom => atom.Number)],
            TokenOfAtom = [.. atoms.Select(atom => atom.Token)],
            ChainOfToken = [.. chainOfToken],
            TokenHasFrame = [.. chainOfToken.Select(_ => true)],
            CentreAtom = [.. centre],
        };
    }

    /// <summary>A prediction whose heads are certain: each error falls into one bin, each pLDDT too.</summary>
    /// <param name="layout">The atoms.</param>
    /// <param name="coordinates">Å. [atom, 3]</param>
    /// <param name="pae">The bin (of 0.5 Å) of each token pair.</param>
    /// <param name="plddt">The bin (of 0.02) of each atom.</param>
    public static Prediction Predict(AtomLayout layout, float[] coordinates, Func<int, int, int> pae, Func<int, int>? plddt = null, long seed = 1,
        int sample = 0)
    {
        int tokens = layout.Tokens;
        return new Prediction
        {
            Seed = seed,
            Sample = sample,
            Layout = layout,
            Coordinates = coordinates,
            Plddt = Certain(layout.Atoms, 1, 50, (atom, _) => plddt?.Invoke(atom) ?? 40),
            Pae = Certain(tokens, tokens, 64, pae),
            Pde = Certain(tokens, tokens, 64, (row, column) => 4),
            Resolved = Certain(layout.Atoms, 1, 2, (_, _) => 1),
            ContactProbability = [.. Enumerable.Repeat(0.5f, tokens * tokens)],
        };
    }

    /// <summary>Atoms on a line, chains apart.</summary>
    public static float[] Line(AtomLayout layout, float apart) =>
        [.. Enumerable.Range(0, layout.Atoms).SelectMany(atom => new[] { 3.8f * atom, apart * layout.ChainOfToken[layout.TokenOfAtom[atom]], 0f })];

    private static LogitArray Certain(int rows, int columns, int bins, Func<int, int, int> bin)
    {
        var values = new float[rows * columns * bins];
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++) values[(row * columns + column) * bins + bin(row, column)] = 100;
        return new LogitArray(values, rows, columns, bins);
    }
}

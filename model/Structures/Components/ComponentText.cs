using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Foldline.Sequences;

namespace Foldline.Structures.Components;

/// <summary>
/// The compact text in which the bundled components are kept: tab-separated lines, <c>component</c> (code, type, one-letter code, name), <c>atom</c> (name,
/// element, charge, <c>L</c> if leaving, ideal x y z, conformer x y z; <c>?</c> where unknown) and <c>bonds</c> (<c>0-1</c> single, <c>1=2</c> double,
/// <c>2#3</c> triple, with <c>*</c> if aromatic; indices count the component's atoms from 0). Lines starting with <c>#</c> are comments.
/// </summary>
public static class ComponentText
{
    private const string Unknown = "?";
    private const string OrderSymbols = "-=#";

    /// <summary>Reads components.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="source">What messages call it.</param>
    /// <exception cref="InputException">A line is not of this form; the message names it.</exception>
    public static IEnumerable<ChemicalComponent> Read(TextReader reader, string source)
    {
        ChemicalComponent? current = null;
        var atoms = ImmutableArray.CreateBuilder<ComponentAtom>();
        var bonds = ImmutableArray.CreateBuilder<ComponentBond>();
        int number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (line.Length == 0 || line[0] == '#') continue;
            var cells = line.Split('\t');
            bool read = cells[0] switch
            {
                "component" => cells.Length == 5,
                "atom" => current is not null && TryAtom(cells, atoms),
                "bonds" => current is not null && TryBonds(cells, atoms.Count, bonds),
                _ => false,
            };
            if (!read)
                throw new InputException($"{source}, line {number}: \"{(line.Length > 60 ? line[..60] + "…" : line)}\" is not a line of a component file.");
            if (cells[0] != "component") continue;
            if (current is not null) yield return Finish();
            current = new ChemicalComponent { Code = cells[1], Type = cells[2], OneLetterCode = OrNull(cells[3]), Name = cells[4], Atoms = [] };
        }
        if (current is not null) yield return Finish();

        ChemicalComponent Finish()
        {
            var finished = new ChemicalComponent
            {
                Code = current.Code, Type = current.Type, OneLetterCode = current.OneLetterCode, Name = current.Name,
                Atoms = atoms.ToImmutable(), Bonds = bonds.ToImmutable(),
            };
            atoms.Clear();
            bonds.Clear();
            return finished;
        }
    }

    /// <summary>Writes components in the order given; reading them back gives equal components.</summary>
    public static void Write(TextWriter writer, IEnumerable<ChemicalComponent> components)
    {
        foreach (var component in components)
        {
            writer.Write($"component\t{component.Code}\t{component.Type}\t{component.OneLetterCode ?? Unknown}\t{component.Name}\n");
            foreach (var atom in component.Atoms)
                writer.Write(string.Create(CultureInfo.InvariantCulture,
                    $"atom\t{atom.Name}\t{atom.Element}\t{atom.Charge}\t{(atom.Leaving ? "L" : "")}\t{Point(atom.Ideal)}\t{Point(atom.Conformer)}\n"));
            if (component.Bonds.Length > 0) writer.Write($"bonds\t{string.Join(' ', component.Bonds.Select(Bond))}\n");
        }
    }

    private static string Bond(ComponentBond bond) => $"{bond.First}{OrderSymbols[(int)bond.Order - 1]}{bond.Second}{(bond.Aromatic ? "*" : "")}";

    private static string Point(Vector3? point) =>
        point is { } p ? string.Create(CultureInfo.InvariantCulture, $"{p.X}\t{p.Y}\t{p.Z}") : $"{Unknown}\t{Unknown}\t{Unknown}";

    private static string? OrNull(string cell) => cell == Unknown ? null : cell;

    private static bool TryAtom(string[] cells, ImmutableArray<ComponentAtom>.Builder atoms)
    {
        if (cells.Length != 11 || !int.TryParse(cells[3], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int charge)) return false;
        if (!TryPoint(cells.AsSpan(5, 3), out var ideal) || !TryPoint(cells.AsSpan(8, 3), out var conformer)) return false;
        atoms.Add(new ComponentAtom(cells[1], cells[2], charge, cells[4] == "L", ideal, conformer));
        return true;
    }

    private static bool TryPoint(ReadOnlySpan<string> cells, out Vector3? point)
    {
        point = null;
        if (cells[0] == Unknown) return true;
        if (!TryNumber(cells[0], out float x) || !TryNumber(cells[1], out float y) || !TryNumber(cells[2], out float z)) return false;
        point = new Vector3(x, y, z);
        return true;
    }

    private static bool TryNumber(string cell, out float value) =>
        float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && float.IsFinite(value);

    private static bool TryBonds(string[] cells, int atoms, ImmutableArray<ComponentBond>.Builder bonds)
    {
        if (cells.Length != 2) return false;
        foreach (var cell in cells[1].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            int at = cell.AsSpan().IndexOfAny(OrderSymbols);
            bool aromatic = cell[^1] == '*';
            if (at <= 0 || !int.TryParse(cell.AsSpan(0, at), out int first)) return false;
            if (!int.TryParse(cell.AsSpan(at + 1).TrimEnd('*'), out int second)) return false;
            if (first < 0 || second < 0 || first >= atoms || second >= atoms) return false;
            bonds.Add(new ComponentBond(first, second, (BondOrder)(OrderSymbols.IndexOf(cell[at]) + 1), aromatic));
        }
        return true;
    }
}

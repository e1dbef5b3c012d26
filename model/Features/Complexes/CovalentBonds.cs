using Foldline.Sequences;

namespace Foldline.Features.Complexes;

/// <summary>Finds the atoms that the covalent bonds of a description name.</summary>
internal static class CovalentBonds
{
    /// <summary>The bonded atom pairs, copies paired in order.</summary>
    /// <exception cref="InputException">An end names no atom, or the two ends stand for different numbers of copies.</exception>
    public static IReadOnlyList<(int First, int Second)> Resolve(ComplexDescription description, IReadOnlyList<ComplexBuilder.DraftAtom> atoms)
    {
        var pairs = new List<(int, int)>();
        foreach (var bond in description.Bonds)
        {
            var first = Find(description, atoms, bond.First);
            var second = Find(description, atoms, bond.Second);
            if (first.Count != second.Count)
                throw new InputException(
                    $"Target {description.Name}: a bond joins {first.Count} copies of entity {bond.First.Entity} with {second.Count} of entity "
                    + $"{bond.Second.Entity}; name the copies.");
            pairs.AddRange(first.Zip(second));
        }
        return pairs;
    }

    private static List<int> Find(ComplexDescription description, IReadOnlyList<ComplexBuilder.DraftAtom> atoms, BondEnd end)
    {
        var found = Enumerable.Range(0, atoms.Count).Where(index => atoms[index] is var atom
            && atom.Entity == end.Entity - 1 && (end.Copy is null || atom.Copy == end.Copy - 1) && atom.Number == end.Position
            && atom.Component.Atoms[atom.Index].Name == end.Atom).ToList();
        var copy = end.Copy is null ? "" : $" copy {end.Copy}";
        return found.Count > 0 ? found : throw new InputException(
            $"Target {description.Name}: a bond names atom {end.Atom} at position {end.Position} of entity {end.Entity}{copy}, which is not there.");
    }
}

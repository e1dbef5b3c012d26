namespace Foldline.Training.Assemblies;

/// <summary>
/// Chooses one alternative for each run of consecutive residues that have any, so that a loop is not made of two conformations: the one with the highest mean
/// occupancy among those that all residues of the run have.
/// </summary>
internal static class AlternativeLocations
{
    public static List<AssemblyAtom> Choose(List<AssemblyAtom> atoms)
    {
        var dropped = new HashSet<AssemblyAtom>();
        foreach (var run in Runs(atoms))
        {
            var shared = run.Select(residue => residue.Select(atom => atom.Alternative).ToHashSet()).Aggregate((a, b) => [.. a.Intersect(b)]);
            // Every alternative counts once for each residue, with its first atom; OrderByDescending keeps the order of equals.
            var ranked = run.SelectMany(residue => residue.DistinctBy(atom => atom.Alternative).OrderBy(atom => atom.Alternative, StringComparer.Ordinal))
                .GroupBy(atom => atom.Alternative).OrderByDescending(group => group.Average(atom => (double)atom.Occupancy)).Select(group => group.Key)
                .Where(alternative => alternative.Length > 0 && (shared.Count == 0 || shared.Contains(alternative))).ToList();
            foreach (var residue in run)
            {
                var chosen = ranked.Find(alternative => residue.Exists(atom => atom.Alternative == alternative));
                dropped.UnionWith(residue.Where(atom => atom.Alternative.Length > 0 && atom.Alternative != chosen));
            }
        }
        return atoms.Keep(atom => !dropped.Contains(atom));
    }

    private static List<List<List<AssemblyAtom>>> Runs(List<AssemblyAtom> atoms)
    {
        var runs = new List<List<List<AssemblyAtom>>>();
        AssemblyAtom? last = null;
        bool lastHasAny = false;
        foreach (var residue in atoms.Residues())
        {
            bool hasAny = residue.Exists(atom => atom.Alternative.Length > 0), sameChain = last?.Chain == residue[0].Chain;
            // Components that share a position stand as two residues with one number.
            if (hasAny && lastHasAny && sameChain && last!.Residue == residue[0].Residue) runs[^1][^1] = [.. runs[^1][^1], .. residue];
            else if (hasAny && lastHasAny && sameChain) runs[^1].Add([.. residue]);
            else if (hasAny) runs.Add([[.. residue]]);
            (last, lastHasAny) = (residue[0], hasAny);
        }
        return runs;
    }
}

namespace Foldline.Structures.Mmcif;

/// <summary>Chooses among alternative locations and among components that share a position.</summary>
internal static class Alternatives
{
    public static MmcifModel Resolve(MmcifModel model) => model with { Chains = [.. model.Chains.Select(Resolve)] };

    private static MmcifChain Resolve(MmcifChain chain) => chain with
    {
        Residues = [.. chain.Residues.GroupBy(residue => (residue.SequenceNumber, residue.AuthorNumber, residue.InsertionCode))
            .Select(position => Resolve(position.MaxBy(residue => residue.Atoms.Average(atom => atom.Occupancy))!))],
    };

    private static MmcifResidue Resolve(MmcifResidue residue)
    {
        // MaxBy keeps the first of equals.
        var chosen = residue.Atoms.Where(atom => atom.AlternativeLocation.Length > 0).GroupBy(atom => atom.AlternativeLocation)
            .MaxBy(group => group.Average(atom => atom.Occupancy))?.Key;
        return residue with
        {
            Atoms = [.. residue.Atoms.Where(atom => atom.AlternativeLocation.Length == 0 || atom.AlternativeLocation == chosen).DistinctBy(atom => atom.Name)],
        };
    }
}

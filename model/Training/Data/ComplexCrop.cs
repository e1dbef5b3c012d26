using System.Collections.Immutable;
using Foldline.Features.Complexes;

namespace Foldline.Training.Data;

/// <summary>The part of a complex that a crop keeps. Numbers, copies and components stay; chains, residues, atoms and entities are counted anew.</summary>
internal sealed class ComplexCrop
{
    /// <summary>The part that consists of these tokens, ascending.</summary>
    public ComplexCrop(Complex complex, TokenTable tokens, IReadOnlyList<int> kept)
    {
        Atoms = [.. kept.SelectMany(token => Enumerable.Range(tokens.FirstAtom[token], tokens.Atoms[token]))];
        var newAtom = new Dictionary<int, int>(Atoms.Length);
        for (int i = 0; i < Atoms.Length; i++) newAtom[Atoms[i]] = i;
        var byResidue = Atoms.GroupBy(atom => complex.Atoms[atom].Residue).ToList();
        var byChain = byResidue.GroupBy(residue => complex.Residues[residue.Key].Chain).ToList();
        Entities = [.. byChain.Select(chain => complex.Chains[chain.Key].Entity).Distinct().Order()];
        var (chains, residues, atoms) = (new List<ComplexChain>(), new List<ComplexResidue>(), new List<ComplexAtom>(Atoms.Length));
        foreach (var chain in byChain)
        {
            int firstResidue = residues.Count, firstAtom = atoms.Count;
            foreach (var residue in chain)
            {
                int firstOfResidue = atoms.Count;
                atoms.AddRange(residue.Select(atom => complex.Atoms[atom] with { Residue = residues.Count }));
                residues.Add(complex.Residues[residue.Key] with { Chain = chains.Count, FirstAtom = firstOfResidue, Atoms = atoms.Count - firstOfResidue });
            }
            chains.Add(complex.Chains[chain.Key] with
            {
                Entity = Entities.IndexOf(complex.Chains[chain.Key].Entity),
                FirstResidue = firstResidue, Residues = residues.Count - firstResidue, FirstAtom = firstAtom, Atoms = atoms.Count - firstAtom,
            });
        }
        Complex = new Complex
        {
            Description = complex.Description with { Entities = [.. Entities.Select(entity => complex.Description.Entities[entity])], Bonds = [] },
            Chains = [.. chains],
            Residues = [.. residues],
            Atoms = [.. atoms],
            Bonds = [.. complex.Bonds.Where(bond => newAtom.ContainsKey(bond.First) && newAtom.ContainsKey(bond.Second))
                .Select(bond => bond with { First = newAtom[bond.First], Second = newAtom[bond.Second] })],
        };
    }

    /// <summary>The part.</summary>
    public Complex Complex { get; }

    /// <summary>Its atoms in the whole.</summary>
    public ImmutableArray<int> Atoms { get; }

    /// <summary>Its entities in the whole.</summary>
    public ImmutableArray<int> Entities { get; }
}

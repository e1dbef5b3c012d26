using System.Collections.Immutable;

namespace Foldline.Structures.Mmcif;

/// <summary>A biological assembly: which chains, moved how.</summary>
/// <param name="Id">The identifier in the file.</param>
/// <param name="Copies">Groups of chains under one motion each.</param>
public sealed record MmcifAssembly(string Id, ImmutableArray<AssemblyCopy> Copies)
{
    /// <summary>
    /// The assembly's chains. The first copy of a chain keeps its id, the n-th is called <c>A-n</c>.
    /// </summary>
    /// <param name="model">The coordinates.</param>
    public ImmutableArray<MmcifChain> Build(MmcifModel model)
    {
        var copies = new Dictionary<string, int>(StringComparer.Ordinal);
        var chains = ImmutableArray.CreateBuilder<MmcifChain>();
        foreach (var copy in Copies)
            foreach (var id in copy.ChainIds)
            {
                if (model.Find(id) is not { } chain) continue;
                int number = copies[id] = copies.GetValueOrDefault(id) + 1;
                chains.Add(Move(chain, copy) with { Id = number == 1 ? id : $"{id}-{number}" });
            }
        return chains.ToImmutable();
    }

    private static MmcifChain Move(MmcifChain chain, AssemblyCopy copy) => copy.Motion.IsIdentity ? chain : chain with
    {
        Residues = [.. chain.Residues.Select(residue => residue with
        {
            Atoms = [.. residue.Atoms.Select(atom => atom with { Position = System.Numerics.Vector3.Transform(atom.Position, copy.Motion) })],
        })],
    };
}

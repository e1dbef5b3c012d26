using System.Numerics;
using Foldline.Features.Vocabulary;

namespace Foldline.Features.Templates;

/// <summary>
/// Template structures laid over the tokens of a target. Slot t holds the t-th template of every chain side by side, in whatever pose each came: the network
/// looks at geometry within a chain only.
/// </summary>
public sealed class TemplateSlots
{
    /// <summary>The number of slots the published networks were trained with.</summary>
    public const int Standard = 4;

    private readonly byte[] _residues;
    private readonly float[] _positions;
    private readonly bool[] _mask;

    /// <summary>Slots as given.</summary>
    /// <param name="count">The number of slots.</param>
    /// <param name="residues">Residue classes, [t,i].</param>
    /// <param name="positions">Å, [t,i,24,3] in the order of <see cref="DenseAtoms"/>.</param>
    /// <param name="mask">Which atoms are present, [t,i,24].</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or a class is not one of the 32.</exception>
    public TemplateSlots(int count, byte[] residues, float[] positions, bool[] mask)
    {
        if (count < 1 || residues.Length % count != 0 || mask.Length != residues.Length * DenseAtoms.Count || positions.Length != mask.Length * 3)
            throw new ArgumentException($"{residues.Length} residues, {positions.Length / 3} positions and {mask.Length} flags do not fill {count} template slots.");
        if (Array.FindIndex(residues, residue => residue >= ResidueTypes.Count) is var wrong and >= 0)
            throw new ArgumentException($"The residue class {residues[wrong]} of a template is not below {ResidueTypes.Count}.", nameof(residues));
        (Count, Tokens, _residues, _positions, _mask) = (count, residues.Length / count, residues, positions, mask);
    }

    /// <summary>The number of slots.</summary>
    public int Count { get; }

    /// <summary>The number of tokens.</summary>
    public int Tokens { get; }

    /// <summary>Residue classes, [t,i].</summary>
    public ReadOnlySpan<byte> Residues => _residues;

    /// <summary>Å, [t,i,24,3]; zero where no atom is.</summary>
    public ReadOnlySpan<float> Positions => _positions;

    /// <summary>Which atoms are present, [t,i,24]. Places that a residue does not use repeat its N.</summary>
    public ReadOnlySpan<bool> Mask => _mask;

    /// <summary>
    /// Lays the templates of each chain over the tokens. A chain without templates has gaps in the first slot; every slot beyond a chain's templates has class 0
    /// and no atoms, which is what the published networks have learnt to read as "no template".
    /// </summary>
    /// <param name="chains">The chains of the target, in order.</param>
    /// <param name="chainOfToken">The chain each token belongs to.</param>
    /// <param name="residueOfToken">The 0-based residue of its chain that each token is or is part of; not looked at in chains without templates.</param>
    /// <param name="count">The number of slots; templates beyond it are left out.</param>
    public static TemplateSlots Of(
        IReadOnlyList<ChainTemplates> chains, IReadOnlyList<int> chainOfToken, IReadOnlyList<int> residueOfToken, int count = Standard)
    {
        int tokens = chainOfToken.Count;
        var residues = new byte[count * tokens];
        var (positions, mask) = (new float[residues.Length * DenseAtoms.Count * 3], new bool[residues.Length * DenseAtoms.Count]);
        for (int token = 0; token < tokens; token++)
        {
            var templates = chains[chainOfToken[token]].Templates;
            if (templates.IsEmpty) residues[token] = ResidueTypes.Gap;
            for (int slot = 0; slot < Math.Min(count, templates.Length); slot++)
                Copy(templates[slot], residueOfToken[token], slot * tokens + token);
        }
        return new TemplateSlots(count, residues, positions, mask);

        void Copy(TemplateStructure template, int residue, int at)
        {
            residues[at] = template.Residues[residue];
            for (int place = 0; place < DenseAtoms.Count; place++)
            {
                int source = residue * Atom37.Count + Atom37.OfDense[residues[at]][place], target = at * DenseAtoms.Count + place;
                if (!(mask[target] = template.Mask[source])) continue;
                template.Positions.Slice(source * 3, 3).CopyTo(positions.AsSpan(target * 3, 3));
            }
        }
    }

    /// <summary>The class of a residue.</summary>
    internal byte Residue(int slot, int token) => _residues[slot * Tokens + token];

    /// <summary>Where an atom is; the origin and <c>false</c> where it is not.</summary>
    internal (Vector3 Position, bool Present) Atom(int slot, int token, int place)
    {
        int at = (slot * Tokens + token) * DenseAtoms.Count + place;
        return _mask[at] ? (new Vector3(_positions.AsSpan(at * 3, 3)), true) : (Vector3.Zero, false);
    }
}

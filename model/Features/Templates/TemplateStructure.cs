using System.Collections.Immutable;
using Foldline.Features.Vocabulary;

namespace Foldline.Features.Templates;

/// <summary>A protein chain to be used as template, or what is left of one at the residues of a query it was aligned to.</summary>
public sealed class TemplateStructure
{
    private readonly float[] _positions;
    private readonly bool[] _mask;

    /// <summary>A structure.</summary>
    /// <param name="residues">Residue classes, [r].</param>
    /// <param name="positions">Å, [r,37,3] in the order of <see cref="Atom37"/>.</param>
    /// <param name="mask">Which atoms are resolved, [r,37].</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or a class is not one of the 32.</exception>
    public TemplateStructure(ImmutableArray<byte> residues, float[] positions, bool[] mask)
    {
        if (positions.Length != residues.Length * Atom37.Count * 3 || mask.Length != residues.Length * Atom37.Count)
            throw new ArgumentException(
                $"{residues.Length} residues need {residues.Length * Atom37.Count} atoms; there are {positions.Length / 3} positions, {mask.Length} flags.");
        if (residues.Any(residue => residue >= ResidueTypes.Count))
            throw new ArgumentException($"Residue class {residues.Max()} is not below {ResidueTypes.Count}.", nameof(residues));
        (Residues, _positions, _mask) = (residues, positions, mask);
    }

    /// <summary>Residue classes, [r].</summary>
    public ImmutableArray<byte> Residues { get; }

    /// <summary>Å, [r,37,3]; meaningless where <see cref="Mask"/> is false.</summary>
    public ReadOnlySpan<float> Positions => _positions;

    /// <summary>Which atoms are resolved, [r,37].</summary>
    public ReadOnlySpan<bool> Mask => _mask;

    /// <summary>The structure with the mean of its resolved atoms in the origin. Done before alignment, so that all of the chain counts.</summary>
    public TemplateStructure Centred()
    {
        var mean = new double[3];
        int resolved = _mask.Count(present => present);
        for (int i = 0; i < _positions.Length; i++)
            if (_mask[i / 3]) mean[i % 3] += (double)_positions[i] / resolved;
        return new TemplateStructure(Residues, [.. _positions.Select((value, i) => _mask[i / 3] ? (float)(value - mean[i % 3]) : value)], _mask);
    }

    /// <summary>The structure at the residues of a query; a query residue that nothing is aligned to is a gap without atoms.</summary>
    /// <param name="templateOfQuery">For each residue of the query the aligned residue here, 0-based, or -1.</param>
    public TemplateStructure AlignedTo(IReadOnlyList<int> templateOfQuery)
    {
        var residues = new byte[templateOfQuery.Count];
        Array.Fill(residues, ResidueTypes.Gap);
        var (positions, mask) = (new float[residues.Length * Atom37.Count * 3], new bool[residues.Length * Atom37.Count]);
        for (int query = 0; query < residues.Length; query++)
        {
            int template = templateOfQuery[query];
            if (template < 0) continue;
            residues[query] = Residues[template];
            Array.Copy(_positions, template * Atom37.Count * 3, positions, query * Atom37.Count * 3, Atom37.Count * 3);
            Array.Copy(_mask, template * Atom37.Count, mask, query * Atom37.Count, Atom37.Count);
        }
        return new TemplateStructure([.. residues], positions, mask);
    }
}

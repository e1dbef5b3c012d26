using System.Collections.Immutable;

namespace Foldline.Features.Templates;

/// <summary>The templates of one chain of a target, best first.</summary>
public sealed record ChainTemplates
{
    /// <summary>Chains that are not longer than this have no use for templates.</summary>
    public const int LongestWithout = 4;

    /// <summary>The templates of a chain.</summary>
    /// <param name="length">The number of residues of the chain.</param>
    /// <param name="templates">Aligned to it: each has one entry per residue of the chain. Chains other than proteins have none.</param>
    /// <exception cref="ArgumentException">A template is not aligned to the chain.</exception>
    public ChainTemplates(int length, params ImmutableArray<TemplateStructure> templates)
    {
        if (templates.FirstOrDefault(template => template.Residues.Length != length) is { } other)
            throw new ArgumentException($"A template with {other.Residues.Length} residues is not aligned to a chain of {length}.", nameof(templates));
        (Length, Templates) = (length, length > LongestWithout ? templates : []);
    }

    /// <summary>The number of residues of the chain.</summary>
    public int Length { get; }

    /// <summary>The templates; none in a chain that is too short.</summary>
    public ImmutableArray<TemplateStructure> Templates { get; }
}

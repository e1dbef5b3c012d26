namespace Foldline.Sequences;

/// <summary>What an entity of a target is made of.</summary>
public enum EntityKind
{
    /// <summary>A polypeptide.</summary>
    Protein,

    /// <summary>A ribonucleic acid.</summary>
    Rna,

    /// <summary>A deoxyribonucleic acid.</summary>
    Dna,

    /// <summary>One or more chemical components that form no polymer.</summary>
    Ligand,

    /// <summary>A single-atom component.</summary>
    Ion,
}

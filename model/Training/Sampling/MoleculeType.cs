namespace Foldline.Training.Sampling;

/// <summary>What a chain counts as when examples are weighed.</summary>
public enum MoleculeType
{
    /// <summary>A protein or peptide.</summary>
    Protein,

    /// <summary>RNA, DNA or a hybrid.</summary>
    Nucleic,

    /// <summary>Anything else of more than one atom.</summary>
    Ligand,

    /// <summary>A single atom; not sampled by itself.</summary>
    Ion,
}

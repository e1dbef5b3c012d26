namespace Foldline.Structures.Mmcif;

/// <summary>mmCIF's kinds of entity.</summary>
public enum MmcifEntityType
{
    /// <summary>A protein or nucleic acid.</summary>
    Polymer,

    /// <summary>A ligand or ion.</summary>
    NonPolymer,

    /// <summary>A carbohydrate of several components.</summary>
    Branched,

    /// <summary>Water.</summary>
    Water,

    /// <summary>A macrolide.</summary>
    Macrolide,
}

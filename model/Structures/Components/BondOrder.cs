namespace Foldline.Structures.Components;

/// <summary>The order of a covalent bond as the dictionary writes it (Kekulé form).</summary>
public enum BondOrder
{
    /// <summary>A single bond (<c>SING</c>), also where the dictionary does not say.</summary>
    Single = 1,

    /// <summary>A double bond (<c>DOUB</c>).</summary>
    Double = 2,

    /// <summary>A triple bond (<c>TRIP</c>).</summary>
    Triple = 3,
}

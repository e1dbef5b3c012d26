namespace Foldline.Search;

/// <summary>What a database's hits are used for.</summary>
[Flags]
public enum DatabaseRoles
{
    /// <summary>Rows of the unpaired alignment (UniRef90, BFD, MGnify).</summary>
    Unpaired = 1,

    /// <summary>Rows that are paired across chains by species (UniProt, or UniRef100 with taxonomy ids in its names).</summary>
    Paired = 2,

    /// <summary>One search serves both.</summary>
    Both = Unpaired | Paired,
}

namespace Foldline.Search;

/// <summary>What a failed search calls for.</summary>
public enum SearchFaultKind
{
    /// <summary>A program or a database is not there: the machine lacks it, every search will fail the same way.</summary>
    MissingTool,

    /// <summary>Memory, disk or time ran out: try again with more, or with fewer searches at once.</summary>
    Resource,

    /// <summary>The input cannot be searched: trying again changes nothing.</summary>
    Deterministic,

    /// <summary>A reading error, a lost process, an unknown end: trying again may work.</summary>
    Transient,
}

namespace Foldline.Training.Sampling;

/// <summary>Something to crop around: a chain, or an interface of two chains.</summary>
/// <param name="Entry">The entry's identifier.</param>
/// <param name="First">The chain, or one side of the interface.</param>
/// <param name="Second">The other side; <c>null</c> for a chain.</param>
public sealed record SampleRow(string Entry, SampleSide First, SampleSide? Second = null)
{
    /// <summary>Whether it is an interface.</summary>
    public bool IsInterface => Second is not null;

    /// <summary>The cluster of the row: for interfaces both clusters, in text order.</summary>
    public string Cluster => Second is null ? First.Cluster
        : string.CompareOrdinal(First.Cluster, Second.Cluster) <= 0 ? $"{First.Cluster}:{Second.Cluster}" : $"{Second.Cluster}:{First.Cluster}";

    /// <summary>Entry and entities: rows with the same key are copies of each other.</summary>
    internal string Key => string.CompareOrdinal(First.Entity, Second?.Entity ?? "") <= 0
        ? $"{Entry}\n{First.Entity}\n{Second?.Entity}" : $"{Entry}\n{Second?.Entity}\n{First.Entity}";
}

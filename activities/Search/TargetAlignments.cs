namespace Foldline.Activities.Search;

/// <summary>The content of an <see cref="ArtifactKinds.Alignments"/> artifact: the alignments of a target's entities, in their order.</summary>
/// <param name="Entities">One for each entity.</param>
public sealed record TargetAlignments(IReadOnlyList<ChainAlignments> Entities);

namespace Foldline.Workflows;

/// <summary>What publishing did.</summary>
/// <param name="Version">The version that runs now.</param>
/// <param name="AlreadyPublished">Whether it ran before, so that nothing changed.</param>
/// <param name="Warnings">What validation noticed that does not stop a run.</param>
public sealed record PublishResult(DefinitionVersion Version, bool AlreadyPublished, IReadOnlyList<DefinitionProblem> Warnings);

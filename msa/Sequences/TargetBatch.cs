using System.Collections.Immutable;

namespace Foldline.Sequences;

/// <summary>What a set of input files asks for: the targets that can run, and those that cannot.</summary>
/// <param name="Targets">Targets ready to run, in the order of the inputs; names are unique.</param>
/// <param name="Faults">Targets that cannot run as they stand, each with its sentence; the others are not affected.</param>
/// <param name="Notices">Things the reader changed or passed over and the user may want to know: renamed targets, ignored fields.</param>
public sealed record TargetBatch(ImmutableArray<Target> Targets, ImmutableArray<TargetFault> Faults, ImmutableArray<string> Notices);

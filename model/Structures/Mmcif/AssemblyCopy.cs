using System.Collections.Immutable;
using System.Numerics;

namespace Foldline.Structures.Mmcif;

/// <summary>Chains of an assembly that move together.</summary>
/// <param name="ChainIds">Their <c>label_asym_id</c>s.</param>
/// <param name="Motion">The motion, for row vectors as <see cref="Vector3.Transform(Vector3, Matrix4x4)"/> takes it, Å.</param>
public sealed record AssemblyCopy(ImmutableArray<string> ChainIds, Matrix4x4 Motion);

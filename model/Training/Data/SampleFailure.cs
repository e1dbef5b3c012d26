using Foldline.Training.Sampling;

namespace Foldline.Training.Data;

/// <summary>A row that made no example.</summary>
/// <param name="Position">The position in the stream.</param>
/// <param name="Row">The row.</param>
/// <param name="Reason">One sentence.</param>
public sealed record SampleFailure(long Position, SampleRow Row, string Reason);

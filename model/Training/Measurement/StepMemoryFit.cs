namespace Foldline.Training.Measurement;

/// <summary>
/// The memory of a training step as a polynomial of the tokens: what is linear (atoms), quadratic (pairs) and cubic (the logits of triangle attention). Three measured
/// lengths give it, so that the longest crop that fits need not be searched for.
/// </summary>
/// <param name="Linear">Bytes for each token.</param>
/// <param name="Square">Bytes for each pair.</param>
/// <param name="Cube">Bytes for each triple.</param>
public sealed record StepMemoryFit(double Linear, double Square, double Cube)
{
    /// <summary>The polynomial through three different lengths.</summary>
    public static StepMemoryFit Through((int Tokens, long Bytes) first, (int Tokens, long Bytes) second, (int Tokens, long Bytes) third)
    {
        double Each((int Tokens, long Bytes) point) => (double)point.Bytes / point.Tokens;
        var slope = (Each(second) - Each(first)) / (second.Tokens - first.Tokens);
        var cube = ((Each(third) - Each(second)) / (third.Tokens - second.Tokens) - slope) / (third.Tokens - first.Tokens);
        var square = slope - cube * (first.Tokens + second.Tokens);
        return new StepMemoryFit(Each(first) - first.Tokens * (square + first.Tokens * cube), square, cube);
    }

    /// <summary>Bytes of a step of this many tokens.</summary>
    public long BytesAt(int tokens) => (long)(tokens * (Linear + tokens * (Square + tokens * Cube)));

    /// <summary>The longest crop whose step stays within the bytes, as a multiple; 0 where none does.</summary>
    public int Longest(long bytes, int multiple)
    {
        var tokens = 0;
        while (BytesAt(tokens + multiple) <= bytes && BytesAt(tokens + multiple) > BytesAt(tokens)) tokens += multiple;
        return tokens;
    }
}

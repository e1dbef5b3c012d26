namespace Foldline.Workflows;

/// <summary>What a script expression may use. Scripts compute values; they reach neither files, network nor .NET types.</summary>
public sealed record ScriptLimits
{
    /// <summary>Longest time one expression may run; default 1 second: expressions pick and combine values.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Most memory one expression may allocate, in bytes; default 32 MB.</summary>
    public long Memory { get; init; } = 32L << 20;

    /// <summary>Deepest recursion; default 100 calls.</summary>
    public int Recursion { get; init; } = 100;

    /// <summary>Longest array; default 100,000 elements.</summary>
    public uint ArrayLength { get; init; } = 100_000;

    /// <summary>Longest text or JSON a script may make, in characters; default 4 million.</summary>
    public int TextLength { get; init; } = 4_000_000;
}

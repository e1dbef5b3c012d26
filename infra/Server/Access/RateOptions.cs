namespace Foldline.Server.Access;

/// <summary>How often may be asked; above it the answer is 429 with Retry-After.</summary>
public sealed record RateOptions
{
    /// <summary>Requests a key may make at once; default 400.</summary>
    public int KeyBurst { get; init; } = 400;

    /// <summary>Requests a second a key may make for long; default 100.</summary>
    public double KeyPerSecond { get; init; } = 100;

    /// <summary>Requests an address without a key may make at once; default 200: a page asks for a dozen files.</summary>
    public int AddressBurst { get; init; } = 200;

    /// <summary>Requests a second an address without a key may make for long; default 20.</summary>
    public double AddressPerSecond { get; init; } = 20;

    /// <summary>Attempts to sign in an address may make at once and within a minute; default 20.</summary>
    public int SignInBurst { get; init; } = 20;
}

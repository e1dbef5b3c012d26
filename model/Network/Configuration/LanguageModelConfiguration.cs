namespace Foldline.Network.Configuration;

/// <summary>A protein language model.</summary>
/// <param name="Name">For example <c>esm2-3b</c>.</param>
/// <param name="Channels">Channels of its embedding.</param>
/// <param name="Optional">
/// Whether the checkpoint may lack its projection. It starts at zero and one published model never trained it, so absent means no effect.
/// </param>
public sealed record LanguageModelConfiguration(string Name, int Channels = 2560, bool Optional = false);

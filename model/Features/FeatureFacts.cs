namespace Foldline.Features;

/// <summary>The sizes that memory and time follow from.</summary>
/// <param name="Tokens">Tokens.</param>
/// <param name="Atoms">Atoms.</param>
/// <param name="MsaRows">Alignment rows, paired and unpaired.</param>
/// <param name="PairedRows">Rows paired across chains, the queries included; 1 where nothing was paired, 0 without alignments.</param>
public sealed record FeatureFacts(int Tokens, int Atoms, int MsaRows, int PairedRows);

namespace Foldline.Network.Pairformer;

/// <summary>The widths of a Pairformer block.</summary>
/// <param name="CZ">Channels of the pairs.</param>
/// <param name="CS">Channels of the single representation; <c>null</c> for a block that has only pairs (MSA module, templates).</param>
/// <param name="Heads">Heads of the single attention.</param>
/// <param name="CTriangle">Hidden channels of the triangle multiplication.</param>
/// <param name="CPairHead">Channels per head of the triangle attention.</param>
/// <param name="PairHeads">Heads of the triangle attention.</param>
/// <param name="Factor">How many times wider the pair transition's hidden layer is.</param>
/// <param name="Dropout">The share of the pair updates dropped while training.</param>
public sealed record PairformerDimensions(
    long CZ, long? CS = null, int Heads = 16, long CTriangle = 128, long CPairHead = 32, int PairHeads = 4, int Factor = 4, double Dropout = 0.25)
{
    /// <summary>
    /// These dimensions with the hidden widths following the pairs, as the second version of the model has them: as many triangle channels as pair channels,
    /// and as many pair heads as fit. Unscaled blocks keep 128 and 4, even around narrower pairs.
    /// </summary>
    public PairformerDimensions ScaledUp(bool scale = true) => scale ? this with { CTriangle = CZ, PairHeads = (int)(CZ / CPairHead) } : this;
}

using static TorchSharp.torch;

namespace Foldline.Network.Inputs;

/// <summary>The reference conformers, by atom.</summary>
/// <param name="Position">Reference position, [l,3], Å.</param>
/// <param name="Charge">Formal charge, [l].</param>
/// <param name="Mask">1 where the conformer has the atom, [l].</param>
/// <param name="Element">Element, [l] over 128 classes.</param>
/// <param name="NameChars">The four characters of the atom's name, [l,4] over 64 classes.</param>
/// <param name="ToToken">The atom's token, [l].</param>
/// <param name="Pairs">The geometry of the local windows.</param>
public sealed record AtomInputs(Tensor Position, Tensor Charge, Tensor Mask, Categorical Element, Categorical NameChars, Tensor ToToken, AtomPairs Pairs)
{
    /// <summary>Element classes: atomic number minus one.</summary>
    public const int ElementClasses = 128;

    /// <summary>Characters of an atom name.</summary>
    public const int NameLength = 4;

    /// <summary>Character classes: ASCII code minus 32.</summary>
    public const int CharClasses = 64;

    /// <summary>The number of atoms.</summary>
    public long Count => Position.shape[0];
}

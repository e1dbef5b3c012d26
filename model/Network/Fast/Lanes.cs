using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Foldline.Network.Fast;

/// <summary>Functions of sixteen numbers at once.</summary>
internal static class Lanes
{
    /// <summary>Numbers in a vector.</summary>
    public const int Count = 16;

    /// <summary>log₂ e.</summary>
    public const float Log2E = 1.44269504f;

    /// <summary>σ(x) to an ulp or two of single precision.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sigmoid(Vector512<float> x)
    {
        // e^-x = 2^n 2^r with n whole and |r| ≤ 1/2; the polynomial is the Taylor series of 2^r to the seventh power, exact to 2e-9.
        var exponent = x * Vector512.Create(-Log2E);
        var whole = Avx512F.RoundScale(exponent, 0);
        var r = exponent - whole;
        var p = Vector512.Create(1.5252734e-5f);
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.5403530e-4f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.3333558e-3f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(9.6181291e-3f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(5.5504109e-2f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(2.4022651e-1f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(6.9314718e-1f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512<float>.One);
        return Vector512<float>.One / (Vector512<float>.One + Avx512F.Scale(p, whole));
    }

    /// <summary>σ(x) to 1e-4, a fortieth of what bf16 rounds: for values that are rounded to it next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> RoughSigmoid(Vector512<float> x) =>
        Avx512F.Reciprocal14(Vector512<float>.One + RoughPower(Avx512F.Max(Vector512.Create(-80f), x) * Vector512.Create(-Log2E)));

    /// <summary>2^x to 5e-5, for values that are rounded to bf16 next. Far below zero it is zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> RoughPower(Vector512<float> x)
    {
        var whole = Avx512F.RoundScale(x, 0);
        var r = x - whole;                                                     // |r| ≤ 1/2: the Taylor series to the fourth power is off by 4e-5 at its ends
        var p = Vector512.FusedMultiplyAdd(Vector512.Create(9.6181291e-3f), r, Vector512.Create(5.5504109e-2f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(2.4022651e-1f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(6.9314718e-1f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512<float>.One);
        return Avx512F.Scale(p, whole);
    }
}

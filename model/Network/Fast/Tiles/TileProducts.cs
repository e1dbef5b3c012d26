using System.Runtime.Intrinsics.X86;
using Foldline.Network.Profiling;
using TorchSharp;

namespace Foldline.Network.Fast.Tiles;

/// <summary>
/// Products of bf16 matrices on the processor's tile units (AMX), straight from and to memory: at::native::cpublas::brgemm, which libtorch's own attention is made of.
/// An operator on tensors lays out its second factor anew in every call, which for a hundred rows takes longer than multiplying them, and its result goes through memory
/// before the next operator reads it; here weights are laid out once (<see cref="PackedWeight"/>), and what follows a product reads it from the cache.
/// </summary>
internal static unsafe class TileProducts
{
    /// <summary>Columns and the inner length come in multiples of this, so that sizes of targets share their compiled kernels.</summary>
    public const int Multiple = 32;

    private const int RowMultiple = 16;                                        // of a tile

    private static readonly nint Function = NativeTorch.Find("_ZN2at6native7cpublas6brgemmEllllllbPKN3c108BFloat16ES5_Pfb");
    private static readonly nint Release = NativeTorch.Find("_ZN2at6native7cpublas14brgemm_releaseEb");
    private static readonly nint CanPack = NativeTorch.Find("_ZN2at6native7cpublas10could_packEN3c1010ScalarTypeE");

    /// <summary>Whether the tile units are used where they can be; a test compares both ways.</summary>
    internal static bool Enabled { get; set; } = Supported;

    /// <summary>Whether this processor has them and this libtorch reaches them.</summary>
    public static bool Supported => Avx512F.IsSupported && Avx512BW.IsSupported && Function != 0 && Release != 0 && CanPack != 0
        && ((delegate* unmanaged<sbyte, byte>)CanPack)((sbyte)torch.ScalarType.BFloat16) != 0;

    /// <summary>The next multiple of <see cref="Multiple"/>.</summary>
    public static int Padded(long size) => (int)((size + Multiple - 1) / Multiple * Multiple);

    /// <summary>The rows of whole tiles that so many rows take.</summary>
    public static int PaddedRows(long rows) => (int)((rows + RowMultiple - 1) / RowMultiple * RowMultiple);

    /// <summary>c = a b, or c + a b.</summary>
    /// <param name="rows">Rows of a and c.</param>
    /// <param name="columns">Columns of b and c, a multiple of 16.</param>
    /// <param name="inner">Columns of a and rows of b, even.</param>
    /// <param name="a">Row by row, <paramref name="strideA"/> numbers apart.</param>
    /// <param name="strideA">Numbers from a row of a to the next.</param>
    /// <param name="b">Two rows at a time, entry by entry: word [k, n] holds b[2k, n] and b[2k+1, n].</param>
    /// <param name="strideB">Words from a pair of rows of b to the next.</param>
    /// <param name="c">Row by row.</param>
    /// <param name="strideC">Numbers from a row of c to the next.</param>
    /// <param name="add">Whether c is added to.</param>
    public static void Multiply(long rows, long columns, long inner, ushort* a, long strideA, uint* b, long strideB, float* c, long strideC, bool add = false) =>
        ((delegate* unmanaged<long, long, long, long, long, long, byte, ushort*, uint*, float*, byte, void>)Function)(
            rows, columns, inner, strideA, strideB, strideC, add ? (byte)1 : (byte)0, a, b, c, 1);

    /// <summary>Lets this thread use the units until disposed. In between it calls no operator of libtorch, which would set them up for itself.</summary>
    public static Session Enter() => default;

    /// <summary>A stretch of work with the tile units.</summary>
    internal readonly ref struct Session
    {
        /// <summary>Gives them back.</summary>
        public void Dispose() => ((delegate* unmanaged<byte, void>)Release)(1);
    }
}

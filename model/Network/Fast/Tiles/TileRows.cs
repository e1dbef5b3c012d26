using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Foldline.Network.Fast.Tiles;

/// <summary>
/// What is done to the rows of a product while they are in the cache. Each is a method of its own in the compiled code too: inlined into the long loops that call them,
/// they would use up what the compiler is willing to inline, and their vectors would go through memory.
/// </summary>
internal static unsafe class TileRows
{
    /// <summary>target + update.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Add<T>(byte* target, float* update, int columns) where T : struct, IStored
    {
        for (int i = 0; i < columns; i += 2 * Lanes.Count)
        {
            byte* first = target + (i * T.Size), second = target + ((i + Lanes.Count) * T.Size);
            T.Store(first, T.Load(first) + Vector512.Load(update + i), T.Load(second) + Vector512.Load(update + i + Lanes.Count));
        }
    }

    /// <summary>target + update ⊙ σ(gate).</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void AddGated<T>(byte* target, float* update, float* gate, int columns) where T : struct, IStored
    {
        for (int i = 0; i < columns; i += 2 * Lanes.Count)
        {
            byte* first = target + (i * T.Size), second = target + ((i + Lanes.Count) * T.Size);
            var x = Vector512.FusedMultiplyAdd(Vector512.Load(update + i), Lanes.RoughSigmoid(Vector512.Load(gate + i)), T.Load(first));
            var y = Vector512.FusedMultiplyAdd(Vector512.Load(update + i + Lanes.Count), Lanes.RoughSigmoid(Vector512.Load(gate + i + Lanes.Count)), T.Load(second));
            T.Store(first, x, y);
        }
    }

    /// <summary>silu(gate) ⊙ value, in bf16.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void SiluTimes(float* gate, float* value, ushort* target, int columns)
    {
        for (int i = 0; i < columns; i += 2 * Lanes.Count)
        {
            Vector512<float> x = Vector512.Load(gate + i), y = Vector512.Load(gate + i + Lanes.Count);
            Half16.Store((byte*)(target + i), x * Lanes.RoughSigmoid(x) * Vector512.Load(value + i), y * Lanes.RoughSigmoid(y) * Vector512.Load(value + i + Lanes.Count));
        }
    }

    /// <summary>value × factor ⊙ gate, in bf16; the gate is open or shut already.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void ScaleGated(float* value, float factor, ushort* gate, ushort* target, int columns)
    {
        var scale = Vector512.Create(factor);
        for (int i = 0; i < columns; i += Lanes.Count) Half16.Store((byte*)(target + i), Vector512.Load(value + i) * scale * Half16.Load((byte*)(gate + i)));
    }

    /// <summary>target + update ⊙ factor.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void AddProduct(float* target, float* update, ushort* factor, int columns)
    {
        for (int i = 0; i < columns; i += Lanes.Count)
            Vector512.FusedMultiplyAdd(Vector512.Load(update + i), Half16.Load((byte*)(factor + i)), Vector512.Load(target + i)).Store(target + i);
    }

    /// <summary>value + bias, or its σ, in bf16.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Round(float* value, float* bias, bool sigmoid, ushort* target, int columns)
    {
        for (int i = 0; i < columns; i += 2 * Lanes.Count)
        {
            Vector512<float> x = Vector512.Load(value + i), y = Vector512.Load(value + i + Lanes.Count);
            if (bias != null) (x, y) = (x + Vector512.Load(bias + i), y + Vector512.Load(bias + i + Lanes.Count));
            if (sigmoid) (x, y) = (Lanes.RoughSigmoid(x), Lanes.RoughSigmoid(y));
            Half16.Store((byte*)(target + i), x, y);
        }
    }
}

using System.Runtime.Intrinsics;

namespace Foldline.Network.Fast.Tiles;

/// <summary>What is done to the rows of a product while they are in the cache.</summary>
internal static unsafe class TileRows
{
    /// <summary>target + update.</summary>
    public static void Add<T>(byte* target, float* update, int columns) where T : struct, IStored
    {
        for (int i = 0; i < columns; i += Lanes.Count) T.Store(target + (i * T.Size), T.Load(target + (i * T.Size)) + Vector512.Load(update + i));
    }

    /// <summary>target + update ⊙ σ(gate).</summary>
    public static void AddGated<T>(byte* target, float* update, float* gate, int columns) where T : struct, IStored
    {
        for (int i = 0; i < columns; i += Lanes.Count)
        {
            var value = Vector512.FusedMultiplyAdd(Vector512.Load(update + i), Lanes.RoughSigmoid(Vector512.Load(gate + i)), T.Load(target + (i * T.Size)));
            T.Store(target + (i * T.Size), value);
        }
    }

    /// <summary>silu(gate) ⊙ value, in bf16.</summary>
    public static void SiluTimes(float* gate, float* value, ushort* target, int columns)
    {
        for (int i = 0; i < columns; i += Lanes.Count)
        {
            var x = Vector512.Load(gate + i);
            Half16.Store((byte*)(target + i), x * Lanes.RoughSigmoid(x) * Vector512.Load(value + i));
        }
    }

    /// <summary>value × factor ⊙ gate, in bf16; the gate is open or shut already.</summary>
    public static void ScaleGated(float* value, float factor, ushort* gate, ushort* target, int columns)
    {
        var scale = Vector512.Create(factor);
        for (int i = 0; i < columns; i += Lanes.Count) Half16.Store((byte*)(target + i), Vector512.Load(value + i) * scale * Half16.Load((byte*)(gate + i)));
    }

    /// <summary>target + update ⊙ factor.</summary>
    public static void AddProduct(float* target, float* update, ushort* factor, int columns)
    {
        for (int i = 0; i < columns; i += Lanes.Count)
            Vector512.FusedMultiplyAdd(Vector512.Load(update + i), Half16.Load((byte*)(factor + i)), Vector512.Load(target + i)).Store(target + i);
    }

    /// <summary>value + bias, or its σ, in bf16.</summary>
    public static void Round(float* value, float* bias, bool sigmoid, ushort* target, int columns)
    {
        for (int i = 0; i < columns; i += Lanes.Count)
        {
            var x = Vector512.Load(value + i);
            if (bias != null) x += Vector512.Load(bias + i);
            Half16.Store((byte*)(target + i), sigmoid ? Lanes.RoughSigmoid(x) : x);
        }
    }
}

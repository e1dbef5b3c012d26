using System.Runtime.InteropServices;
using Foldline.Network.Devices;
using Foldline.Structures.Arrays;
using static TorchSharp.torch;

namespace Foldline.Network.Weights;

/// <summary>
/// Tensors whose storage is a mapped file: no bytes are copied, and the mapping lives until the last such tensor is gone. TorchSharp keeps <c>from_blob</c> to
/// itself, so its native entry is called here.
/// </summary>
internal static unsafe partial class MappedTensor
{
    private static readonly Lock Guard = new();
    private static readonly Dictionary<nint, Stack<MappedFile>> Leases = [];

    /// <summary>A tensor over a stored one's bytes; writing to it changes memory only, never the file.</summary>
    public static Tensor Over(MappedFile file, StoredTensor stored)
    {
        var type = stored.Header.Type.ToScalarType();
        long[] shape = [.. stored.Header.Shape];
        if (stored.Header.Count == 0) return empty(shape, type);
        if (stored.Offset % stored.Header.Type.Size() != 0) return Copy(file, stored);
        using var flat = FromBlob(file, stored.Offset, stored.Extent, type);
        return flat.as_strided(shape, [.. stored.Strides], 0);
    }

    // Legacy files align nothing.
    private static Tensor Copy(MappedFile file, StoredTensor stored)
    {
        using var flat = empty([stored.Extent], stored.Header.Type.ToScalarType());
        file.Span(stored.Offset, checked((int)(stored.Extent * stored.Header.Type.Size()))).CopyTo(flat.bytes);
        return flat.as_strided([.. stored.Header.Shape], [.. stored.Strides], 0);
    }

    private static Tensor FromBlob(MappedFile file, long offset, long elements, ScalarType type)
    {
        TorchRuntime.Load();
        nint address = file.Lease(offset);
        lock (Guard)
        {
            if (!Leases.TryGetValue(address, out var stack)) Leases[address] = stack = new Stack<MappedFile>();
            stack.Push(file);
        }
        nint handle = THSTensor_new(address, &ReleaseNative, &elements, 1, (sbyte)type, (sbyte)type, (int)TorchSharp.DeviceType.CPU, 0, 0);
        if (handle != 0) return Tensor.UnsafeCreateTensor(handle);
        Release(address);
        throw new InvalidOperationException($"{file.Path}: libtorch did not accept {elements} mapped elements of type {type}.");
    }

    // libtorch calls this with the data address when the last tensor over it is freed. Any lease on that address will do: they are interchangeable.
    [UnmanagedCallersOnly(CallConvs = [typeof(System.Runtime.CompilerServices.CallConvCdecl)])]
    private static void ReleaseNative(nint address) => Release(address);

    private static void Release(nint address)
    {
        MappedFile? file;
        lock (Guard)
        {
            if (!Leases.TryGetValue(address, out var stack)) return;
            file = stack.Pop();
            if (stack.Count == 0) Leases.Remove(address);
        }
        file.EndLease();
    }

    [DllImport("LibTorchSharp", CallingConvention = CallingConvention.Cdecl)]
    private static extern nint THSTensor_new(
        nint data, delegate* unmanaged[Cdecl]<nint, void> deleter, long* sizes, int sizeCount, sbyte type, sbyte otherType, int device, int deviceIndex,
        byte gradient);
}

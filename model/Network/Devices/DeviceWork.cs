using System.Runtime.InteropServices;
using Foldline.Network.Profiling;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Devices;

/// <summary>What is asked of a device besides arithmetic: to be done with its queue, and how much memory it has left.</summary>
public static class DeviceWork
{
    private static readonly string[] CudaDrivers = ["libcuda.so.1", "libcuda.so", "nvcuda.dll"];
    private static readonly Lazy<nint> CudaMemoryInfo = new(() => Driver("cuMemGetInfo_v2"));

    /// <summary>Waits until the device has done all it was given. A processor always has.</summary>
    public static void Finish(Device device)
    {
        if (device.type is DeviceType.CPU or DeviceType.META) return;
        if (device.type == DeviceType.CUDA)
        {
            cuda.synchronize(device);
            return;
        }
        using var probe = zeros(1, device: device);                            // reading anything back waits for everything before it
        using var read = probe.cpu();
    }

    /// <summary>Bytes that a prediction on the device may still take: for a processor what the system and this process have, for a GPU what its driver says.</summary>
    /// <returns><c>null</c> where the device does not tell.</returns>
    public static long? AvailableBytes(Device device) => device.type switch
    {
        DeviceType.CPU => ProcessMemory.Available + ProcessMemory.Resident,
        DeviceType.CUDA => CudaMemory(device)?.Free,
        _ => null,
    };

    /// <summary>
    /// Bytes of a GPU that are taken, by anybody. libtorch's caching allocator gives nothing back while it runs, so the growth over a piece of work is that work's peak.
    /// </summary>
    /// <returns><c>null</c> where the device does not tell.</returns>
    public static long? UsedBytes(Device device) => device.type == DeviceType.CUDA && CudaMemory(device) is var (free, total) ? total - free : null;

    /// <summary>Bytes of memory that a GPU has in all, by its driver and without a context on it, so that one may ask before the network is loaded.</summary>
    /// <param name="device">The device.</param>
    /// <returns><c>null</c> where the device does not tell, or is not there.</returns>
    public static unsafe long? TotalBytes(DeviceSpec device)
    {
        if (device.Kind != DeviceKind.Cuda || Driver("cuInit") is not (> 0 and var begin) || Driver("cuDeviceGet") is not (> 0 and var find)
            || Driver("cuDeviceTotalMem_v2") is not (> 0 and var ask)) return null;
        int handle = 0;
        nuint total = 0;
        return ((delegate* unmanaged<uint, int>)begin)(0) == 0 && ((delegate* unmanaged<int*, int, int>)find)(&handle, device.Index) == 0
            && ((delegate* unmanaged<nuint*, int, int>)ask)(&total, handle) == 0 ? (long)total : null;
    }

    private static unsafe (long Free, long Total)? CudaMemory(Device device)
    {
        if (CudaMemoryInfo.Value == 0) return null;
        using (zeros(1, device: device)) cuda.synchronize(device);             // makes the device's context the current one of this thread
        nuint free = 0, total = 0;
        int fault = ((delegate* unmanaged<nuint*, nuint*, int>)CudaMemoryInfo.Value)(&free, &total);
        return fault == 0 ? ((long)free, (long)total) : null;
    }

    private static nint Driver(string name)
    {
        foreach (var driver in CudaDrivers)
            if (NativeLibrary.TryLoad(driver, out nint library) && NativeLibrary.TryGetExport(library, name, out nint function)) return function;
        return 0;
    }
}

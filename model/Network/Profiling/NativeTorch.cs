using System.Runtime.InteropServices;
using TorchSharp;

namespace Foldline.Network.Profiling;

/// <summary>
/// Finds functions of the loaded libtorch that TorchSharp does not wrap, by their mangled names (Itanium C++ ABI). Each is optional: a build of libtorch without
/// one loses the feature behind it and nothing else.
/// </summary>
internal static class NativeTorch
{
    private static readonly Lazy<nint[]> Libraries = new(Load);

    /// <summary>The address of an exported function, or zero where this libtorch has none of that name.</summary>
    public static nint Find(string mangledName)
    {
        foreach (var library in Libraries.Value)
        {
            if (NativeLibrary.TryGetExport(library, mangledName, out nint address)) return address;
        }
        return 0;
    }

    private static nint[] Load()
    {
        torch.InitializeDeviceType(DeviceType.CPU);                            // loads the native libraries; dlopen then finds them by their sonames
        string[] names = OperatingSystem.IsWindows() ? ["torch_cpu.dll", "c10.dll"]
            : OperatingSystem.IsMacOS() ? ["libtorch_cpu.dylib", "libc10.dylib"] : ["libtorch_cpu.so", "libc10.so"];
        return [.. names.Select(name => NativeLibrary.TryLoad(name, out nint handle) ? handle : 0).Where(handle => handle != 0)];
    }
}

using System.Runtime.InteropServices;
using Foldline.Sequences;
using static TorchSharp.torch;

namespace Foldline.Network.Devices;

/// <summary>Loads libtorch: the bundled one, or another build in a folder the user names.</summary>
public static class TorchRuntime
{
    /// <summary>The environment variable with the folder of another libtorch.</summary>
    public const string FolderVariable = "FOLDLINE_LIBTORCH";

    private static readonly Lock Gate = new();
    private static bool _loaded;

    /// <summary>
    /// Loads libtorch once; later calls do nothing. With a folder (the argument, else <see cref="FolderVariable"/>) its libraries are loaded first, in the
    /// order of their dependencies, and everything after finds them by name. Must come before the first tensor.
    /// </summary>
    public static void Load(string? folder = null)
    {
        lock (Gate)
        {
            if (_loaded) return;
            folder ??= Environment.GetEnvironmentVariable(FolderVariable);
            if (!string.IsNullOrEmpty(folder)) Preload(folder);
            MemoryAllocator.Tune();
            TorchSharp.torch.InitializeDeviceType(TorchSharp.DeviceType.CPU);
            _loaded = true;
        }
    }

    /// <summary>Sets how many threads an operation may use; at least one.</summary>
    public static void UseThreads(int count)
    {
        if (count < 1) throw new ArgumentOutOfRangeException(nameof(count), count, "At least one thread is needed.");
        Load();
        set_num_threads(count);
    }

    internal static void Preload(string folder)
    {
        if (!Directory.Exists(folder)) throw new InputException($"{FolderVariable}: there is no folder '{folder}'.");
        foreach (string library in new[] { "libc10", "libtorch_cpu", "libtorch", "libLibTorchSharp" })
        {
            string path = Path.Combine(folder, library + Extension);
            if (!File.Exists(path))
                throw new InputException($"{FolderVariable}: '{folder}' has no {library + Extension}; it must hold a whole libtorch and libLibTorchSharp.");
            try
            {
                NativeLibrary.Load(path);
            }
            catch (Exception fault) when (fault is DllNotFoundException or BadImageFormatException)
            {
                throw new InputException($"{FolderVariable}: {path} does not load: {fault.Message}", fault);
            }
        }
    }

    private static string Extension => OperatingSystem.IsMacOS() ? ".dylib" : ".so";
}

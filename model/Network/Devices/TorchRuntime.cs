using static TorchSharp.torch;

namespace Foldline.Network.Devices;

/// <summary>Loads libtorch: the bundled one, or another build in a folder the user names.</summary>
public static class TorchRuntime
{
    /// <summary>The environment variable with the folder of another libtorch.</summary>
    public const string FolderVariable = "FOLDLINE_LIBTORCH";

    /// <summary>The folder libtorch is loaded from: the one <see cref="FolderVariable"/> names, else the bundled one.</summary>
    public static string Folder => Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named ? named : TorchLibraries.Bundled;

    private static readonly Lock Gate = new();
    private static bool _loaded;

    /// <summary>
    /// Loads libtorch once; later calls do nothing. With a folder (the argument, else <see cref="FolderVariable"/>) that build takes the place of the bundled
    /// one (<see cref="TorchLibraries"/>). Must come before the first tensor.
    /// </summary>
    public static void Load(string? folder = null)
    {
        lock (Gate)
        {
            if (_loaded) return;
            TorchLibraries.Load(folder ?? Folder);
            NativeHeap.Tune();
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
}

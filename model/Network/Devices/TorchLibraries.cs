using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Foldline.Sequences;

namespace Foldline.Network.Devices;

/// <summary>
/// The native libraries of one libtorch, loaded from one folder in the order of their dependencies, so that everything after finds them by name: the bundled
/// build, a CUDA build, the one that comes with PyTorch, one shipped with torch_npu. Two in one process would abort it, so the first folder stays.
/// </summary>
internal static partial class TorchLibraries
{
    private const string Shim = "LibTorchSharp";
    private const int ResolveNow = 2;
    private static readonly Dictionary<string, nint> Loaded = new(StringComparer.Ordinal);

    private static readonly (string Library, bool Needed)[] Order =
    [
        ("libc10", true), ("libtorch_cpu", true), ("libc10_cuda", false), ("libtorch_cuda", false), ("libtorch", true), ("libtorch_npu", false),
    ];

    /// <summary>The folder with the libtorch that comes with the product.</summary>
    public static string Bundled { get; } = Path.Combine(AppContext.BaseDirectory, "libtorch");

    /// <summary>Loads a folder's libraries and its shim (libLibTorchSharp), else the bundled shim; a second call does nothing.</summary>
    /// <exception cref="InputException">The folder is missing, is not whole, does not load, or was built for another shim.</exception>
    public static void Load(string folder)
    {
        lock (Loaded)
        {
            if (Loaded.ContainsKey(Shim)) return;
            WaitingThreads.Shorten();
            if (!Directory.Exists(folder)) throw new InputException($"{TorchRuntime.FolderVariable}: there is no folder '{folder}'.");
            foreach (var (library, needed) in Order)
            {
                var path = Path.Combine(folder, library + Extension);
                if (File.Exists(path)) Loaded[library[3..]] = Open(path);
                else if (needed) throw new InputException($"{TorchRuntime.FolderVariable}: '{folder}' has no {library + Extension}; it must hold a whole libtorch.");
            }
            var shim = new[] { folder, Bundled }.Select(place => Path.Combine(place, $"lib{Shim}{Extension}")).FirstOrDefault(File.Exists)
                ?? throw new InputException($"{TorchRuntime.FolderVariable}: neither '{folder}' nor '{Bundled}' has lib{Shim}{Extension}.");
            CheckSymbols(shim);
            Loaded[Shim] = Open(shim);
            ScalarLifetimes.Keep(Loaded[Shim]);
        }
    }

    /// <summary>Answers .NET when it looks for a library of libtorch before anybody has loaded one.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "TorchSharp looks for its libraries in a static constructor; only an initializer comes before it.")]
    internal static void Answer() => AssemblyLoadContext.Default.ResolvingUnmanagedDll += Resolve;

    private static nint Resolve(Assembly asking, string name)
    {
        if (asking.GetName().Name != nameof(TorchSharp)) return 0;
        Load(TorchRuntime.Folder);
        lock (Loaded) return Loaded.GetValueOrDefault(name);
    }

    private static nint Open(string path)
    {
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (Exception fault) when (fault is DllNotFoundException or BadImageFormatException)
        {
            throw new InputException($"{TorchRuntime.FolderVariable}: {path} does not load: {fault.Message}", fault);
        }
    }

    // Functions are bound when first called; one that is missing would then end the process without a word. So all are bound here, where it can be said.
    private static void CheckSymbols(string shim)
    {
        if (!OperatingSystem.IsLinux() || OpenNow(shim, ResolveNow) != 0) return;
        throw new InputException($"{TorchRuntime.FolderVariable}: {shim} does not fit this libtorch, which lacks functions that it calls. "
            + $"Put a lib{Shim}{Extension} that was built for it into the folder (docs/devices.md).");
    }

    private static string Extension => OperatingSystem.IsMacOS() ? ".dylib" : ".so";

    [LibraryImport("libc", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint OpenNow(string path, int mode);
}
